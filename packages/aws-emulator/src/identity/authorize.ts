import { errors } from "../protocol/aws-error.ts";
import type { AttachedPolicy, EmulatedAccount, InlinePolicy, WorldState } from "../world/model.ts";
import { defaultVersionOf } from "../world/policy-versions.ts";
import { arns } from "./arns.ts";
import { type Caller, callerArn, callerUserId, principalArn } from "./caller.ts";
import { findManagedPolicy } from "./managed-policies.ts";
import { type Denial, findDenial, type IdentityPolicies } from "./policy-evaluation.ts";

type PolicyHolder = { attachedPolicies: readonly AttachedPolicy[]; inlinePolicies: readonly InlinePolicy[] };

/** The document of a managed policy, of AWS or of the account; undefined if there is none under this ARN. */
export function managedPolicyDocument(account: EmulatedAccount, arn: string): string | undefined {
  const awsManaged = findManagedPolicy(arn);
  if (awsManaged) return awsManaged.document;
  const name = arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
  const policy = account.policies.get(name);
  return policy && arns.policy(account, policy) === arn ? defaultVersionOf(policy).document : undefined;
}

const attachedDocuments = (account: EmulatedAccount, policyArns: readonly string[]): string[] =>
  policyArns.flatMap((arn) => managedPolicyDocument(account, arn) ?? []);

const documentsOf = (account: EmulatedAccount, holder: PolicyHolder): string[] => [
  ...attachedDocuments(
    account,
    holder.attachedPolicies.map(({ arn }) => arn),
  ),
  ...holder.inlinePolicies.map(({ document }) => document),
];

/** The documents of a user's, role's or group's own policies, and of the groups that a user is in. */
export function identityDocuments(
  account: EmulatedAccount,
  subject: PolicyHolder & { groupNames?: readonly string[] },
): string[] {
  return [subject, ...groupsOf(account, subject.groupNames ?? [])].flatMap((holder) => documentsOf(account, holder));
}

/** Null means no limits at all: the root user. */
function policiesOf(caller: Exclude<Caller, { kind: "vendor" }>): IdentityPolicies | null {
  if (caller.kind === "root") return null;
  const { account } = caller;
  const subject = caller.kind === "user" ? caller.user : caller.role;
  const boundaryArn = subject.permissionsBoundaryArn;
  return {
    identity: identityDocuments(account, subject),
    boundary: boundaryArn === null ? null : attachedDocuments(account, [boundaryArn]),
    session: caller.session?.sessionPolicies ?? null,
  };
}

const groupsOf = (account: EmulatedAccount, groupNames: readonly string[]) =>
  groupNames.flatMap((name) => account.groups.get(name.toLowerCase()) ?? []);

/** The condition keys that every request carries. */
export function requestContext(state: WorldState, caller: Caller, partition: string, now: Date): Map<string, string[]> {
  const context = new Map<string, string[]>([
    ["aws:principalarn", [principalArn(caller, partition)]],
    ["aws:principalaccount", [caller.awsAccountId]],
    ["aws:principaltype", [PRINCIPAL_TYPES[caller.kind]]],
    ["aws:userid", [callerUserId(caller)]],
    ["aws:sourceip", ["127.0.0.1"]],
    ["aws:securetransport", ["true"]],
    ["aws:currenttime", [now.toISOString()]],
    ["aws:epochtime", [String(Math.floor(now.getTime() / 1000))]],
    ["aws:principalisawsservice", ["false"]],
  ]);
  if (state.accounts.has(caller.awsAccountId)) context.set("aws:principalorgid", [state.organizationId]);
  if (caller.kind === "user") context.set("aws:username", [caller.user.userName]);
  const multiFactor = multiFactorOf(caller);
  if (multiFactor !== null) context.set("aws:multifactorauthpresent", [String(multiFactor)]);
  for (const { key, value } of tagsOf(caller)) context.set(`aws:principaltag/${key.toLowerCase()}`, [value]);
  return context;
}

const PRINCIPAL_TYPES = { vendor: "AssumedRole", role: "AssumedRole", user: "User", root: "Account" } as const;

/** Null: the key is not in the request, as for every long-term access key. */
function multiFactorOf(caller: Caller): boolean | null {
  if (caller.kind === "vendor") return false;
  return caller.session?.multiFactor ?? null;
}

function tagsOf(caller: Caller) {
  if (caller.kind === "user") return caller.user.tags;
  return caller.kind === "role" ? caller.role.tags : [];
}

/** Whether the caller's own policies let it do something; null if they do. */
export function findCallerDenial(
  state: WorldState,
  caller: Caller,
  { action, resource, now }: { action: string; resource: string; now: Date },
): Denial | null {
  if (caller.kind === "vendor") return action.startsWith("sts:") ? null : { by: "identity", explicit: false };
  const policies = policiesOf(caller);
  if (!policies) return null;
  const context = requestContext(state, caller, caller.account.partition, now);
  return findDenial(policies, { action, resource, context });
}

const REASONS: Record<Denial["by"], { noun: string; article: string }> = {
  identity: { noun: "identity-based policy", article: "an" },
  boundary: { noun: "permissions boundary", article: "a" },
  session: { noun: "session policy", article: "a" },
};

/** What AWS says to a caller that may not do something. */
function denialMessage(caller: Caller, action: string, resource: string, denial: Denial): string {
  const { noun, article } = REASONS[denial.by];
  const reason = denial.explicit
    ? `with an explicit deny in ${article} ${noun}`
    : `because no ${noun} allows the ${action} action`;
  const arn = callerArn(caller, caller.account?.partition ?? "aws");
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

/** @throws AwsError AccessDenied, in AWS's wording. */
export function authorize(
  state: WorldState,
  caller: Caller,
  request: { action: string; resource: string; now: Date },
): void {
  const denial = findCallerDenial(state, caller, request);
  if (denial) throw errors.accessDenied(denialMessage(caller, request.action, request.resource, denial));
}

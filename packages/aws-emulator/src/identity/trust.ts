import type { EmulatedAccount, EmulatedRole, WorldState } from "../world/model.ts";
import { arns } from "./arns.ts";
import { findCallerDenial, requestContext } from "./authorize.ts";
import { type Caller, callerArn, callerUserId, principalArn } from "./caller.ts";
import { conditionHolds } from "./conditions.ts";
import type { Principals } from "./policy-document.ts";
import { actionMatches, verdictOf } from "./policy-evaluation.ts";

/** What a caller passes to AssumeRole and a trust policy can look at. */
export type AssumeRoleRequest = {
  externalId: string | null;
  sessionName: string;
  durationSeconds: number;
  sourceIdentity: string | null;
  tags: readonly { key: string; value: string }[];
};

export type RoleToAssume = { account: EmulatedAccount; role: EmulatedRole };

/**
 * Whether a caller may assume a role. The trust policy must allow each action that the request needs; from another account
 * the caller's own policies must allow it too, and within one account they must unless the trust policy names the caller itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function mayAssumeRole(
  state: WorldState,
  caller: Caller,
  { account, role }: RoleToAssume,
  request: AssumeRoleRequest,
  now: Date,
): boolean {
  const context = requestContext(state, caller, account.partition, now);
  addRequestKeys(context, request);
  const resource = arns.role(account, role);
  const sameAccount = caller.awsAccountId === account.awsAccountId;

  return requiredActions(request).every((action) => {
    const named = trustVerdict(role.trustPolicy, caller, account.partition, action, context);
    const denial = findCallerDenial(state, caller, { action, resource, now });
    if (named === null || denial?.explicit) return false;
    return denial === null || (sameAccount && named === "itself" && denial.by === "identity");
  });
}

function requiredActions({ tags, sourceIdentity }: AssumeRoleRequest): string[] {
  return [
    "sts:AssumeRole",
    ...(tags.length > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity === null ? [] : ["sts:SetSourceIdentity"]),
  ];
}

function addRequestKeys(context: Map<string, string[]>, request: AssumeRoleRequest): void {
  context.set("sts:rolesessionname", [request.sessionName]);
  context.set("sts:durationseconds", [String(request.durationSeconds)]);
  if (request.externalId !== null) context.set("sts:externalid", [request.externalId]);
  if (request.sourceIdentity !== null) context.set("sts:sourceidentity", [request.sourceIdentity]);
  if (request.tags.length > 0)
    context.set(
      "aws:tagkeys",
      request.tags.map(({ key }) => key),
    );
  for (const { key, value } of request.tags) context.set(`aws:requesttag/${key.toLowerCase()}`, [value]);
}

/** How the trust policy names the caller if it allows the action, else null. */
function trustVerdict(
  trustPolicy: string,
  caller: Caller,
  partition: string,
  action: string,
  context: ReadonlyMap<string, readonly string[]>,
): "itself" | "account" | null {
  let itself = false;
  const verdict = verdictOf([trustPolicy], ({ effect, actions, principals, conditions }) => {
    const named = principals && namedBy(principals, caller, partition);
    const applies =
      named && actionMatches(actions, action) && conditions.every((condition) => conditionHolds(condition, context));
    if (applies && effect === "Allow" && named === "itself") itself = true;
    return Boolean(applies);
  });
  if (verdict !== "allow") return null;
  return itself ? "itself" : "account";
}

/** Whether a Principal element covers the caller: by its own ARN or id, by "anyone", or through its account. */
function namedBy(
  { aws, anyone, excluded }: Principals,
  caller: Caller,
  partition: string,
): "itself" | "account" | null {
  const account = [caller.awsAccountId, `arn:${partition}:iam::${caller.awsAccountId}:root`];
  const own = [principalArn(caller, partition), callerArn(caller, partition), callerUserId(caller).split(":")[0]!];
  const byAccount = aws.some((principal) => account.includes(principal));
  const byItself = anyone || aws.some((principal) => own.includes(principal) && !account.includes(principal));
  if (excluded) return byAccount || byItself ? null : "account";
  if (byItself) return "itself";
  return byAccount ? "account" : null;
}

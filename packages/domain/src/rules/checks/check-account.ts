import type {
  JudgedCredential,
  JudgedGroup,
  JudgedLimits,
  JudgedPolicy,
  JudgedProvider,
  JudgedRole,
  JudgedSettings,
  JudgedUser,
  JudgementContext,
  Verdict,
} from "../../judgement/judged.ts";
import { awsManagedName } from "../power/known-policies.ts";
import { checkPasswordPolicy } from "./check-password-policy.ts";
import { checkGroup, checkPolicy } from "./check-policies.ts";
import { checkRoot } from "./check-root.ts";
import { credentialInWords } from "./credential-words.ts";
import {
  credentialSubject,
  dayOf,
  fails,
  isUnknown,
  type Outcome,
  passes,
  type Subject,
  verdictOf,
} from "./verdict.ts";

/** An account with all that is not a user or a role. `users` and `roles` are run through once. */
export type AccountToCheck = {
  /** Null: nothing was read of the account as a whole; then there is nothing that such findings could live on. */
  settings: JudgedSettings | null;
  /** Those of no user: the root user's, and server certificates. */
  credentials: readonly JudgedCredential[];
  limits: readonly JudgedLimits[];
  policies: Iterable<JudgedPolicy>;
  groups: Iterable<JudgedGroup>;
  roles: Iterable<Pick<JudgedRole, "kind" | "attachedPolicyArns" | "permissionsBoundaryArn">>;
  users: Iterable<Pick<JudgedUser, "hasConsolePassword" | "attachedPolicyArns" | "permissionsBoundaryArn">>;
  providers: readonly JudgedProvider[];
  context: JudgementContext;
  asOf: Date;
};

/** What is remembered of all users, roles and groups: as much as the account's own checks need. */
type Tally = {
  attached: Set<string>;
  boundaries: Set<string>;
  consoleUsers: number;
  unreadUsers: number;
  hasIdentityCenter: boolean;
};

/**
 * The verdicts on an account, its root user, server certificates, managed policies, groups and identity providers. A check that does
 * not apply gives none: what was open of it is over.
 */
export function checkAccount(given: AccountToCheck): Verdict[] {
  const { settings, credentials, providers, context, asOf } = given;
  const groups = [...given.groups];
  const tally = tallyOf(given, groups);
  const account = settings && accountSubject(settings, context);
  const limits = new Map(given.limits.map((each) => [each.credentialId, each]));
  return [
    ...checkRoot({ settings, account, credentials, limits, context, asOf }),
    ...(settings && account ? checkPasswordPolicy(settings, account) : []),
    ...(account ? [verdictOf("support_role", account, supportRole(tally))] : []),
    ...(account ? [verdictOf("federation_in_place", account, federation(tally, providers))] : []),
    ...credentials
      .filter(({ kind }) => kind === "server_certificate")
      .map((each) =>
        verdictOf(
          "server_certificate_expired",
          credentialSubject(each, null),
          expiry(credentialInWords(each), each.expiresAt, asOf),
        ),
      ),
    ...providers.filter(({ kind }) => kind === "saml").map((each) => samlProvider(each, asOf)),
    ...[...given.policies].flatMap((policy) => checkPolicy(policy, isBoundaryOnly(policy, tally))),
    ...groups.flatMap(checkGroup),
  ];
}

const accountSubject = ({ id }: JudgedSettings, { awsAccountId }: JudgementContext): Subject => ({
  subject: "account",
  id,
  name: awsAccountId,
  userRecordId: null,
  owner: null,
  power: null,
});

function tallyOf({ users, roles }: AccountToCheck, groups: readonly JudgedGroup[]): Tally {
  const tally: Tally = {
    attached: new Set(groups.flatMap(({ attachedPolicyArns }) => attachedPolicyArns)),
    boundaries: new Set(),
    consoleUsers: 0,
    unreadUsers: 0,
    hasIdentityCenter: false,
  };
  const add = (holder: Pick<JudgedUser, "attachedPolicyArns" | "permissionsBoundaryArn">): void => {
    for (const arn of holder.attachedPolicyArns) tally.attached.add(arn);
    if (holder.permissionsBoundaryArn !== null) tally.boundaries.add(holder.permissionsBoundaryArn);
  };
  for (const user of users) {
    add(user);
    if (user.hasConsolePassword) tally.consoleUsers += 1;
    if (user.hasConsolePassword === null) tally.unreadUsers += 1;
  }
  for (const role of roles) {
    add(role);
    if (role.kind === "identity_center") tally.hasIdentityCenter = true;
  }
  return tally;
}

const isBoundaryOnly = ({ arn }: JudgedPolicy, { attached, boundaries }: Tally): boolean =>
  boundaries.has(arn) && !attached.has(arn);

function supportRole({ attached }: Tally): Outcome {
  const isGiven = [...attached].some((arn) => awsManagedName(arn) === "AWSSupportAccess");
  return isGiven
    ? passes("AWSSupportAccess is attached to somebody")
    : fails("AWSSupportAccess is attached to no role, group or user", { attachedPolicy: null });
}

function federation(
  { consoleUsers, unreadUsers, hasIdentityCenter }: Tally,
  providers: readonly JudgedProvider[],
): Outcome {
  const facts = { consoleUsers, identityProviders: providers.length, hasIdentityCenter };
  if (hasIdentityCenter || providers.length > 0)
    return passes("People can sign in through an identity provider", facts);
  if (consoleUsers > 0) {
    return fails("IAM users sign in with console passwords, and the account has no identity provider", facts);
  }
  return unreadUsers > 0
    ? isUnknown("Whether IAM users have console passwords could not be read", facts)
    : passes("No IAM user has a console password", facts);
}

/** @param words what expires. An expiry that is now has passed. */
function expiry(words: string, at: Date | null, asOf: Date): Outcome {
  const facts = { expiresAt: at };
  if (at === null) return isUnknown(`${words} expires at a time that is not known`, facts);
  return asOf >= at
    ? fails(`${words} expired on ${dayOf(at)}`, facts)
    : passes(`${words} expires on ${dayOf(at)}`, facts);
}

function samlProvider({ id, name, validUntil }: JudgedProvider, asOf: Date): Verdict {
  const of: Subject = { subject: "identity_provider", id, name, userRecordId: null, owner: null, power: null };
  const { facts, ...outcome } = expiry(`The metadata of SAML provider ${name}`, validUntil, asOf);
  return verdictOf("saml_provider_expired", of, {
    ...outcome,
    facts: facts.map((fact) => ({ ...fact, field: "validUntil" })),
  });
}

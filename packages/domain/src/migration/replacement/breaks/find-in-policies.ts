import { readIdentityPolicy } from "../../../policy/statements.ts";
import type { BreaksInput } from "./facts.ts";
import { type BreakFound, cannotBeSeen, clean, hit } from "./found.ts";
import { allPolicies, unreadPolicies, userOnlyOf } from "./held-policies.ts";

export function variablesOfUsers(input: BreaksInput): BreakFound {
  const found = userOnlyOf(input).filter(({ key }) => /^aws:user(?:name|id)$/i.test(key));
  const where = [...new Set(found.map(({ label, key }) => `${key} in ${label}`))].join(", ");
  if (found.length > 0) return hit(`A role has no value, or another one, for ${where}.`);
  const unread = unreadPolicies(input);
  if (unread.length > 0) return cannotBeSeen(`Could not be read: ${unread.join(", ")}.`);
  return clean("No policy speaks of the user's name or id.");
}

export function conditionsOfUsers(input: BreaksInput): BreakFound {
  const found = userOnlyOf(input).filter(({ key }) => !/^aws:user(?:name|id)$/i.test(key));
  const where = [...new Set(found.map(({ label, key }) => `${key} in ${label}`))].join(", ");
  if (found.length > 0) return hit(`These fit the user, and a role only if it is made to fit: ${where}.`);
  const unread = unreadPolicies(input);
  if (unread.length > 0) return cannotBeSeen(`Could not be read: ${unread.join(", ")}.`);
  if (input.user.tags === null)
    return cannotBeSeen("The user's tags could not be read: policies of resources may ask for them.");
  if (input.user.tags.length > 0)
    return cannotBeSeen(
      `No policy of the user asks for tags, addresses or MFA; whether one of a resource asks for its tags (${input.user.tags.map(({ key }) => key).join(", ")}), its owner knows.`,
    );
  return clean("No policy asks for tags, addresses or MFA, and the user has no tags.");
}

/** Accounts that policies of the user name, and that are not the tenant's. AWS's own names of accounts are words. */
function foreignAccounts(input: BreaksInput): string[] {
  const named = allPolicies(input).flatMap(({ document }) =>
    readIdentityPolicy(document).statements.flatMap(({ resources }) =>
      resources.patterns.map(({ account }) => account),
    ),
  );
  return [...new Set(named)]
    .filter((account) => account !== null && /^\d{12}$/.test(account))
    .filter((account): account is string => !input.ownAccountIds.includes(account ?? ""))
    .sort();
}

export function partnersPolicies(input: BreaksInput): BreakFound {
  const foreign = foreignAccounts(input);
  if (foreign.length === 0)
    return cannotBeSeen("Whether a policy in somebody else's account names the user cannot be seen from here.");
  return hit(
    `Policies of the user name accounts of others: ${foreign.join(", ")}. Ask there whether a policy names the user.`,
  );
}

export function otherServices({ accessEntries }: BreaksInput): BreakFound {
  if (accessEntries && accessEntries.length > 0) return hit(`The user is named in ${accessEntries.join(", ")}.`);
  return cannotBeSeen(
    accessEntries
      ? "No access entry of EKS and no permission of Lake Formation names the user; aws-auth, QuickSight and COPY of Redshift cannot be seen."
      : "Access entries of EKS and permissions of Lake Formation have not been read; aws-auth, QuickSight and COPY of Redshift cannot be seen.",
  );
}

const STAYS: readonly { kind: string; service: RegExp; what: string }[] = [
  { kind: "service_specific_credential", service: /^cassandra\./, what: "Amazon Keyspaces" },
  { kind: "service_specific_credential", service: /^codecommit\./, what: "Git over HTTPS in CodeCommit" },
  { kind: "ssh_public_key", service: /^/, what: "Git over SSH in CodeCommit" },
];

export function credentialsOfServices({ credentials, user, ...rest }: BreaksInput): BreakFound {
  if (credentials === null) return cannotBeSeen("The credentials of the user could not be read.");
  const active = credentials.filter(({ status }) => status === "active");
  const found = STAYS.filter(({ kind, service }) =>
    active.some((each) => each.kind === kind && service.test(each.serviceName ?? "")),
  ).map(({ what }) => what);
  const sendsMail = rest.permissions.policies.some(({ document }) =>
    readIdentityPolicy(document).statements.some(
      ({ allows, actions }) => allows && !actions.isExcept && actions.patterns.includes("ses:sendrawemail"),
    ),
  );
  const hasKey = active.some(({ kind }) => kind === "access_key");
  if (hasKey && (sendsMail || /^ses-smtp-user\./i.test(user.userName)))
    found.push("SMTP of Amazon SES, if it sends by it");
  if (found.length > 0) return hit(`The user has credentials that only users have: ${found.join(", ")}.`);
  return clean("It has no credential of Keyspaces or CodeCommit, and no policy for mail by SMTP.");
}

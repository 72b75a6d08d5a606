import type { GroupFact, PolicyFact, RoleIdentity, UserIdentity } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { type Failure, failureOf, type Outcome } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import type { AuthorizationDetails } from "./authorization-details.ts";
import type { DetailReader } from "./detail-reader.ts";
import { readGroupsOneByOne } from "./listed-groups.ts";
import { readPoliciesOneByOne } from "./listed-policies.ts";
import { type ListedRole, readRolesOneByOne } from "./listed-roles.ts";
import { readUsersOneByOne } from "./listed-users.ts";

/** All entities of one sort. `isListed` is true if none is missing, even where details of some could not be read. */
type Listing<T> = { items: T[]; isListed: boolean; outcome: Outcome<unknown>; note: string | null };
export type Identities = {
  users: Listing<UserIdentity>;
  roles: Listing<RoleIdentity>;
  groups: Listing<GroupFact>;
  policies: Listing<PolicyFact>;
};

type Context = {
  call: IamCall;
  now: () => Date;
  shared: SharedTexts;
  details: Outcome<AuthorizationDetails>;
  listedRoles: Outcome<Map<string, ListedRole>>;
  onIdentities: (read: number) => void;
};

/** Failures that stay: another way to the same facts is worth its calls. What is throttled or down is left alone. */
const STAYS: ReadonlySet<Failure["kind"]> = new Set(["denied", "unsupported", "unknown", "invalid", "not_found"]);

/**
 * Users, roles, groups and policies from GetAccountAuthorizationDetails; where that is denied or does not exist, from lists and
 * by a few calls for each of them.
 */
export async function readIdentities(context: Context): Promise<Identities> {
  const { details } = context;
  if (details.ok) {
    const listed = <T>(items: T[]): Listing<T> => ({ items, isListed: true, outcome: details, note: null });
    const { users, roles, groups, policies } = details.value;
    return { users: listed(users), roles: listed(roles), groups: listed(groups), policies: listed(policies) };
  }
  const { failure } = details;
  if (!STAYS.has(failure.kind)) {
    return {
      users: unlisted(failure),
      roles: unlisted(failure),
      groups: unlisted(failure),
      policies: unlisted(failure),
    };
  }
  let read = 0;
  const given = { call: context.call, shared: context.shared, onRead: () => context.onIdentities(++read) };
  const [users, roles, groups, policies] = await Promise.all([
    fallback(context, failure, "iam:ListUsers", () => readUsersOneByOne(given)),
    fallbackRoles(context, failure, given.onRead),
    fallback(context, failure, "iam:ListGroups", () => readGroupsOneByOne(given)),
    fallback(context, failure, "iam:ListPolicies", () => readPoliciesOneByOne(given)),
  ]);
  return { users, roles, groups, policies };
}

function fallbackRoles(context: Context, failure: Failure, onRead: () => void): Promise<Listing<RoleIdentity>> {
  const { call, shared, listedRoles } = context;
  if (!listedRoles.ok) return Promise.resolve(unlisted(withSecond(failure, listedRoles.failure)));
  return fallback(context, failure, "iam:ListRoles", () =>
    readRolesOneByOne({ call, shared, onRead }, listedRoles.value.values()),
  );
}

async function fallback<T>(
  { now }: Context,
  first: Failure,
  action: string,
  read: () => Promise<{ items: T[]; details: DetailReader[] }>,
): Promise<Listing<T>> {
  try {
    const { items, details } = await read();
    const failure = details.map((detail) => detail.failure).find((unread) => unread !== null);
    const outcome: Outcome<null> = failure ? { ok: false, failure } : { ok: true, value: null, observedAt: now() };
    const used = `Read by ${action} and calls for each of them instead. ${first.reason}`;
    const notes = details.flatMap((detail) => detail.note ?? []);
    return { items, isListed: true, outcome, note: [used, ...notes].join(". ") };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    return unlisted(withSecond(first, failureOf(error)));
  }
}

const unlisted = <T>(failure: Failure): Listing<T> => ({
  items: [],
  isListed: false,
  outcome: { ok: false, failure },
  note: null,
});

/** The failure of the first way, with why the second one failed too. */
const withSecond = (first: Failure, second: Failure): Failure => ({
  ...first,
  reason: `${first.reason}. The other way failed too: ${second.reason}`,
});

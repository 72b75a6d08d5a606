import type { GroupFact, PolicyFact, RoleIdentity, UserIdentity } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import type { Listed } from "../reading/odd-records.ts";
import { type Failure, failureOf, type Outcome, outcomeOf } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { type AuthorizationDetails, type DetailKind, isLasting } from "./authorization-details.ts";
import type { DetailReader } from "./detail-reader.ts";
import { listGroups, listPolicies, listUsers } from "./heads.ts";
import { readGroupsOneByOne } from "./listed-groups.ts";
import { readLeftOutDocuments, readPoliciesOneByOne } from "./listed-policies.ts";
import { type ListedRole, readRolesOneByOne } from "./listed-roles.ts";
import { readUsersOneByOne } from "./listed-users.ts";
import { type Listing, unlisted, withSecond } from "./listing.ts";
import { type Heads, wholeDetails } from "./whole-details.ts";

export type Identities = {
  users: Listing<UserIdentity>;
  roles: Listing<RoleIdentity>;
  groups: Listing<GroupFact>;
  policies: Listing<PolicyFact>;
};

type ListedRoles = Outcome<Listed<Map<string, ListedRole>>>;

type Context = {
  call: IamCall;
  now: () => Date;
  shared: SharedTexts;
  details: Outcome<AuthorizationDetails>;
  listedRoles: ListedRoles;
  onIdentities: (read: number) => void;
};

/**
 * Users, roles, groups and policies from GetAccountAuthorizationDetails; where that is denied or does not exist, from lists and
 * by a few calls for each of them.
 */
export async function readIdentities(context: Context): Promise<Identities> {
  const { details } = context;
  if (details.ok) return fromDetails(context, details.value);
  const { failure } = details;
  if (!isLasting(failure)) {
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

/** What the answer has, with what it leaves out taken from lists: a call or two for a whole kind, whatever its size. */
async function fromDetails(context: Context, found: AuthorizationDetails): Promise<Identities> {
  const { call, now, shared, details, listedRoles } = context;
  const whole = <Kind extends DetailKind>(kind: Kind, heads: Heads) =>
    wholeDetails({ kind, found: found[kind] as never, details, shared }, heads);
  const [users, roles, groups, policies] = await Promise.all([
    whole("users", { action: "iam:ListUsers", read: () => outcomeOf(now, () => listUsers(call)) }),
    whole("roles", { action: "iam:ListRoles", read: async () => headsOf(listedRoles) }),
    whole("groups", { action: "iam:ListGroups", read: () => outcomeOf(now, () => listGroups(call)) }),
    whole("policies", { action: "iam:ListPolicies", read: () => outcomeOf(now, () => listPolicies(call)) }),
  ]);
  return {
    users,
    roles: { ...roles, items: roles.items.map((role) => withListedTrust(role, listedRoles)) },
    groups,
    policies: await readLeftOutDocuments({ call, shared }, policies),
  };
}

/** Roles as ListRoles shows them, which is read in any case. */
function headsOf(listedRoles: ListedRoles): Outcome<Listed<object[]>> {
  if (!listedRoles.ok) return listedRoles;
  const { value, lacking } = listedRoles.value;
  const heads = Array.from(value.values(), ({ role }) => ({
    RoleId: role.roleId,
    RoleName: role.roleName,
    Arn: role.arn,
    Path: role.path,
    CreateDate: role.createdAt,
  }));
  return { ...listedRoles, value: { value: heads, lacking } };
}

/** ListRoles shows trust policies too, for where the other answer has none that can be read. */
function withListedTrust(role: RoleIdentity, listedRoles: ListedRoles): RoleIdentity {
  if (role.trustPolicy.state === "parsed" || !listedRoles.ok) return role;
  const listed = listedRoles.value.value.get(role.roleId)?.role.trustPolicy;
  return listed?.state === "parsed" ? { ...role, trustPolicy: listed } : role;
}

function fallbackRoles(context: Context, failure: Failure, onRead: () => void): Promise<Listing<RoleIdentity>> {
  const { call, shared, listedRoles } = context;
  if (!listedRoles.ok) return Promise.resolve(unlisted(withSecond(failure, listedRoles.failure)));
  const { value, lacking } = listedRoles.value;
  return fallback(context, failure, "iam:ListRoles", async () => ({
    ...(await readRolesOneByOne({ call, shared, onRead }, value.values())),
    lacking,
  }));
}

/** Entities that were read one by one: `lacking` is what their list left out, `details` tell what of each could not be read. */
type OneByOne<T> = { items: T[]; details: DetailReader[]; lacking: Failure | null };

async function fallback<T>(
  { now }: Context,
  first: Failure,
  action: string,
  read: () => Promise<OneByOne<T>>,
): Promise<Listing<T>> {
  try {
    const { items, details, lacking } = await read();
    const failure = lacking ?? details.map((detail) => detail.failure).find((unread) => unread !== null);
    const outcome: Outcome<null> = failure ? { ok: false, failure } : { ok: true, value: null, observedAt: now() };
    const used = `Read by ${action} and calls for each of them instead. ${first.reason}`;
    const notes = details.flatMap((detail) => detail.note ?? []);
    return { items, isListed: lacking === null, outcome, note: [used, ...notes].join(". ") };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    return unlisted(withSecond(first, failureOf(error)));
  }
}

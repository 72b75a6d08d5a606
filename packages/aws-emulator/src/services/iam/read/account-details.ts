import { findManagedPolicy } from "../../../identity/managed-policies.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { itemsDone, pageSize, pageTail, readMarker, readMaxItems, sortedAfter, writeMarker } from "../../../protocol/paging.ts";
import { element, list } from "../../../protocol/query-xml.ts";
import type {
  EmulatedAccount,
  EmulatedGroup,
  EmulatedInstanceProfile,
  EmulatedRole,
  EmulatedUser,
} from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import {
  attachedXml,
  boundaryXml,
  groupXml,
  inlineXml,
  instanceProfilesByRole,
  instanceProfileXml,
  roleLastUsedXml,
  roleXml,
  tagsXml,
  userXml,
} from "../xml/entity-xml.ts";
import {
  type AnyPolicy,
  newestFirst,
  ofAccount,
  ofAws,
  type PolicyUse,
  policyUse,
  policyVersionXml,
  policyXml,
} from "../xml/policy-xml.ts";

const KINDS = ["users", "groups", "roles", "policies"] as const;
type Kind = (typeof KINDS)[number];

const FILTERS: Readonly<Record<string, Kind>> = {
  User: "users",
  Group: "groups",
  Role: "roles",
  LocalManagedPolicy: "policies",
  AWSManagedPolicy: "policies",
};

/** The last key that was given out of each kind, and the number of the next page. */
type Position = { after: Record<Kind, string | null>; page: number };
const START: Position = { after: { users: null, groups: null, roles: null, policies: null }, page: 0 };

type Entities = { users: EmulatedUser[]; groups: EmulatedGroup[]; roles: EmulatedRole[]; policies: AnyPolicy[] };

const KEYS = {
  users: (user: EmulatedUser) => user.userName.toLowerCase(),
  groups: (group: EmulatedGroup) => group.groupName.toLowerCase(),
  roles: (role: EmulatedRole) => role.roleName.toLowerCase(),
  policies: (policy: AnyPolicy) => policy.arn,
} as const;

/** One page of everything in the account. The kinds are mixed in the proportion of what is left of them, as on real pages. */
function handle(call: AccountCall): string {
  const { account, params, now } = call;
  const position = readMarker<Position>(params) ?? START;
  const asked = readMaxItems(params);
  const uses = policyUse(account);
  const left = entitiesAfter(account, readFilters(call), { after: position.after, uses });
  const total = KINDS.reduce((sum, kind) => sum + left[kind].length, 0);
  const size = Math.min(total, pageSize(call.paging, position.page, asked));
  const page = takeMixed(left, size, total);
  const marker = size < total ? writeMarker({ after: lastKeys(call, page, position), page: position.page + 1 }) : null;
  return detailsXml(account, page, { now, uses }) + pageTail(marker);
}

function readFilters({ params }: AccountCall): ReadonlySet<string> {
  const filters = params.members("Filter");
  const unknown = filters.find((filter) => !(filter in FILTERS));
  if (unknown !== undefined) {
    throw errors.validation(
      `1 validation error detected: Value '[${unknown}]' at 'filter' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(FILTERS).join(", ")}]`,
    );
  }
  return new Set(filters.length > 0 ? filters : Object.keys(FILTERS));
}

type Uses = ReadonlyMap<string, PolicyUse>;

function entitiesAfter(
  account: EmulatedAccount,
  filters: ReadonlySet<string>,
  { after, uses }: { after: Position["after"]; uses: Uses },
): Entities {
  return {
    users: filters.has("User") ? sortedAfter(account.users.values(), KEYS.users, after.users) : [],
    groups: filters.has("Group") ? sortedAfter(account.groups.values(), KEYS.groups, after.groups) : [],
    roles: filters.has("Role") ? sortedAfter(account.roles.values(), KEYS.roles, after.roles) : [],
    policies: sortedAfter(policiesOf(account, filters, uses), KEYS.policies, after.policies),
  };
}

/** AWS managed policies are listed where they are attached. */
function policiesOf(account: EmulatedAccount, filters: ReadonlySet<string>, uses: Uses): AnyPolicy[] {
  const local = filters.has("LocalManagedPolicy")
    ? Array.from(account.policies.values(), (policy) => ofAccount(account, policy))
    : [];
  if (!filters.has("AWSManagedPolicy")) return local;
  const awsManaged = [...uses.keys()].flatMap((arn) => {
    const policy = findManagedPolicy(arn);
    return policy ? [ofAws(arn, policy)] : [];
  });
  return [...local, ...awsManaged];
}

/** As many of each kind as its share of what is left; what rounding leaves over is taken from the first kinds that have more. */
function takeMixed(left: Entities, size: number, total: number): Entities {
  const counts = KINDS.map((kind) => (total === 0 ? 0 : Math.floor((left[kind].length * size) / total)));
  let open = size - counts.reduce((sum, count) => sum + count, 0);
  KINDS.forEach((kind, index) => {
    const extra = Math.min(open, left[kind].length - counts[index]!);
    counts[index]! += extra;
    open -= extra;
  });
  return {
    users: left.users.slice(0, counts[0]),
    groups: left.groups.slice(0, counts[1]),
    roles: left.roles.slice(0, counts[2]),
    policies: left.policies.slice(0, counts[3]),
  };
}

function lastKeys({ paging }: AccountCall, taken: Entities, { after, page }: Position): Position["after"] {
  const last = <T>(items: T[], keyOf: (item: T) => string, before: string | null) => {
    const done = items[itemsDone(paging, page, items.length) - 1];
    return done === undefined ? before : keyOf(done);
  };
  return {
    users: last(taken.users, KEYS.users, after.users),
    groups: last(taken.groups, KEYS.groups, after.groups),
    roles: last(taken.roles, KEYS.roles, after.roles),
    policies: last(taken.policies, KEYS.policies, after.policies),
  };
}

function detailsXml(account: EmulatedAccount, page: Entities, { now, uses }: { now: Date; uses: Uses }): string {
  const profiles = instanceProfilesByRole(account);
  const profilesOf = ({ roleName }: EmulatedRole) => profiles.get(roleName.toLowerCase()) ?? [];
  return (
    list("UserDetailList", page.users, (user) => userDetailXml(account, user)) +
    list("GroupDetailList", page.groups, (group) => groupDetailXml(account, group)) +
    list("RoleDetailList", page.roles, (role) => roleDetailXml(account, role, profilesOf(role), now)) +
    list(
      "Policies",
      page.policies,
      (policy) =>
        policyXml(policy, uses.get(policy.arn)) +
        list("PolicyVersionList", newestFirst(policy), (version) => policyVersionXml(policy, version)),
    )
  );
}

const userDetailXml = (account: EmulatedAccount, user: EmulatedUser): string =>
  userXml(account, user) +
  inlineXml("UserPolicyList", user.inlinePolicies) +
  groupNamesXml(user.groupNames) +
  attachedXml("AttachedManagedPolicies", user.attachedPolicies) +
  boundaryXml(user.permissionsBoundaryArn) +
  tagsXml(user.tags);

const groupNamesXml = (names: readonly string[]) =>
  `<GroupList>${names.map((name) => element("member", name)).join("")}</GroupList>`;

const groupDetailXml = (account: EmulatedAccount, group: EmulatedGroup): string =>
  groupXml(account, group) +
  inlineXml("GroupPolicyList", group.inlinePolicies) +
  attachedXml("AttachedManagedPolicies", group.attachedPolicies);

const roleDetailXml = (
  account: EmulatedAccount,
  role: EmulatedRole,
  profiles: readonly EmulatedInstanceProfile[],
  now: Date,
): string =>
  roleXml(account, role) +
  list("InstanceProfileList", profiles, (profile) => instanceProfileXml(account, profile)) +
  inlineXml("RolePolicyList", role.inlinePolicies) +
  attachedXml("AttachedManagedPolicies", role.attachedPolicies) +
  boundaryXml(role.permissionsBoundaryArn) +
  tagsXml(role.tags) +
  roleLastUsedXml(role, now);

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const ACCOUNT_DETAILS_ACTIONS: Readonly<Record<string, IamAction>> = {
  GetAccountAuthorizationDetails: { resource: () => "*", handle },
};

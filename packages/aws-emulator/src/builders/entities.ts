import type {
  EmulatedAccount,
  EmulatedGroup,
  EmulatedInstanceProfile,
  EmulatedPolicy,
  EmulatedRole,
  EmulatedUser,
  World,
  WorldEvent,
  WorldState,
} from "../world/model.ts";
import { LONG_AGO } from "./credentials.ts";
import { stableId } from "./stable-id.ts";

/** Parts of worlds for tests: name what matters, the rest has defaults. Ids follow from names, so they are always the same. */

/** The reader's account and principal in the worlds that are built here. */
export const DEFAULT_VENDOR: WorldState["vendor"] = {
  awsAccountId: "111122223333",
  roleName: "rolecall-inventory",
  accessKeyId: "AKIAVENDOREMULATED22",
  secretAccessKey: "vendor-secret-of-the-emulator",
};

/** Ids that were not given follow from the name, and in an account from the account's id too: no two accounts share one. */
const userIdOf = (userName: string, awsAccountId = "") => stableId("AIDA", `user ${awsAccountId} ${userName}`, 17);
const roleIdOf = (roleName: string, awsAccountId = "") => stableId("AROA", `role ${awsAccountId} ${roleName}`, 17);

function userIn(awsAccountId: string, user: EmulatedUser): EmulatedUser {
  return user.userId === userIdOf(user.userName) ? { ...user, userId: userIdOf(user.userName, awsAccountId) } : user;
}

function roleIn(awsAccountId: string, role: EmulatedRole): EmulatedRole {
  return role.roleId === roleIdOf(role.roleName) ? { ...role, roleId: roleIdOf(role.roleName, awsAccountId) } : role;
}

/** A user without password, keys or permissions. */
export function userOf(given: Partial<EmulatedUser> & { userName: string }): EmulatedUser {
  return {
    userId: userIdOf(given.userName),
    path: "/",
    createdAt: LONG_AGO,
    tags: [],
    groupNames: [],
    attachedPolicies: [],
    inlinePolicies: [],
    permissionsBoundaryArn: null,
    password: null,
    mfaDevices: [],
    accessKeys: [],
    sshPublicKeys: [],
    signingCertificates: [],
    serviceSpecificCredentials: [],
    ...given,
  };
}

/** A role with its trust policy and no permissions. */
export function roleOf(given: Partial<EmulatedRole> & { roleName: string; trustPolicy: string }): EmulatedRole {
  return {
    roleId: roleIdOf(given.roleName),
    path: "/",
    createdAt: LONG_AGO,
    description: null,
    maxSessionDurationSeconds: 3_600,
    tags: [],
    attachedPolicies: [],
    inlinePolicies: [],
    permissionsBoundaryArn: null,
    usage: [],
    ...given,
  };
}

type Lists = {
  users?: EmulatedUser[];
  roles?: EmulatedRole[];
  groups?: EmulatedGroup[];
  policies?: EmulatedPolicy[];
  instanceProfiles?: EmulatedInstanceProfile[];
};

/** An active account with an MFA-protected root user, holding what is given. */
export function accountOf({
  users = [],
  roles = [],
  groups = [],
  policies = [],
  instanceProfiles = [],
  ...given
}: Partial<Omit<EmulatedAccount, keyof Lists>> & Lists & { awsAccountId: string }): EmulatedAccount {
  const { awsAccountId } = given;
  const ownUsers = users.map((user) => userIn(awsAccountId, user));
  const ownRoles = roles.map((role) => roleIn(awsAccountId, role));
  return {
    name: `account-${awsAccountId}`,
    email: `aws-${awsAccountId}@example.test`,
    alias: null,
    partition: "aws",
    createdAt: new Date("2023-06-01T08:00:00Z"),
    state: "ACTIVE",
    organizationalUnits: [],
    root: { passwordEnabled: true, passwordUsage: [], mfa: "virtual", accessKeys: [], signingCertificates: [] },
    serverCertificates: [],
    oidcProviders: [],
    samlProviders: [],
    unassignedMfaDevices: [],
    ...given,
    users: byName(ownUsers, (user) => user.userName),
    roles: byName(ownRoles, (role) => role.roleName),
    groups: byName(groups, (group) => group.groupName),
    policies: byName(policies, (policy) => policy.policyName),
    instanceProfiles: byName(instanceProfiles, (profile) => profile.instanceProfileName),
  };
}

const byName = <T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T> =>
  new Map(items.map((item) => [nameOf(item).toLowerCase(), item]));

/** A world of these accounts; the first one manages the organisation. Each emulator gets a copy of its own. */
export function organisationOf(given: {
  accounts: EmulatedAccount[];
  vendor?: WorldState["vendor"];
  organizationId?: string;
  events?: readonly WorldEvent[];
}): World {
  const [management] = given.accounts;
  if (!management) throw new Error("An organisation needs one account at least: its management account");
  const state: WorldState = {
    organizationId: given.organizationId ?? "o-exampleorg1",
    managementAccountId: management.awsAccountId,
    vendor: given.vendor ?? DEFAULT_VENDOR,
    accounts: new Map(given.accounts.map((account) => [account.awsAccountId, account])),
  };
  const events = [...(given.events ?? [])].sort((a, b) => a.at.getTime() - b.at.getTime());
  return { initial: () => structuredClone(state), events };
}

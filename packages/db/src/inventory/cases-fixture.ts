import {
  ListCredentialsInput,
  ListGroupsInput,
  ListIdentityProvidersInput,
  ListInstanceProfilesInput,
  ListPermissionSetsInput,
  ListPoliciesInput,
  ListPolicyAttachmentsInput,
  ListRolesAnywhereInput,
  ListRolesInput,
  ListUsersInput,
} from "@rolecall/domain";
import type { TenantTx } from "../sql/transaction.ts";
import { AT, NOW, type QueriedTenant, UNIT_ID } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as inventory from "./index.ts";

const THEN = new Date("2026-01-01T03:00:00Z");
const asOf = THEN.toISOString();

export const CASES: CasesOf<typeof inventory> = {
  appendActivity: (tx, { accountId, userId }) =>
    inventory.appendActivity(tx, [
      {
        subject: "user",
        subject_id: userId,
        day: "2026-01-01",
        service: "s3",
        region: "",
        account_id: accountId,
        source: "last_used",
        last_at: AT.toISOString(),
        first_observed_at: AT.toISOString(),
      },
    ]),
  findAccountSettings: [
    (tx, { awsAccountId }) => inventory.findAccountSettings(tx, awsAccountId),
    (tx, { awsAccountId }) => inventory.findAccountSettings(tx, awsAccountId, THEN),
  ],
  findCredential: [
    (tx, { credentialId }) => inventory.findCredential(tx, credentialId, NOW),
    (tx, { credentialId }) => inventory.findCredential(tx, credentialId, NOW, THEN),
  ],
  findGroup: [
    (tx, { groupId }) => inventory.findGroup(tx, groupId),
    (tx, { groupId }) => inventory.findGroup(tx, groupId, NOW),
  ],
  findIdentityProvider: [
    (tx, { identityProviderId }) => inventory.findIdentityProvider(tx, identityProviderId),
    (tx, { identityProviderId }) => inventory.findIdentityProvider(tx, identityProviderId, THEN),
  ],
  findInstanceProfile: (tx, { instanceProfileId }) => inventory.findInstanceProfile(tx, instanceProfileId),
  findPermissionSet: (tx, { permissionSetId }) => inventory.findPermissionSet(tx, permissionSetId),
  findPolicy: (tx, { policyId }) => inventory.findPolicy(tx, policyId),
  findRole: [
    (tx, { roleId }) => inventory.findRole(tx, roleId),
    (tx, { roleId }) => inventory.findRole(tx, roleId, THEN),
  ],
  findRolesAnywhere: (tx, { rolesAnywhereId }) => inventory.findRolesAnywhere(tx, rolesAnywhereId),
  findUsers: (tx, { userId }) => inventory.findUsers(tx, [userId], NOW),
  findUser: [
    (tx, { userId }) => inventory.findUser(tx, userId, NOW),
    (tx, { userId }) => inventory.findUser(tx, userId, NOW, NOW),
  ],
  listCredentialRows: [
    (tx) => inventory.listCredentialRows(tx, ListCredentialsInput.parse({ unitId: UNIT_ID, q: "AKIA" }), NOW),
    (tx) => inventory.listCredentialRows(tx, ListCredentialsInput.parse({ asOf }), NOW),
    (tx) => inventory.listCredentialRows(tx, ListCredentialsInput.parse({ asOf, state: "ok" }), NOW),
  ],
  listGroupRows: [
    (tx) => inventory.listGroupRows(tx, ListGroupsInput.parse({})),
    (tx) => inventory.listGroupRows(tx, ListGroupsInput.parse({ asOf })),
  ],
  listIdentityProviderRows: [
    (tx) => inventory.listIdentityProviderRows(tx, ListIdentityProvidersInput.parse({ kind: "saml" })),
    (tx) => inventory.listIdentityProviderRows(tx, ListIdentityProvidersInput.parse({ asOf })),
  ],
  listInstanceProfileRows: [
    (tx) => inventory.listInstanceProfileRows(tx, ListInstanceProfilesInput.parse({})),
    (tx) => inventory.listInstanceProfileRows(tx, ListInstanceProfilesInput.parse({ asOf })),
  ],
  listPermissionSetRows: [
    (tx) => inventory.listPermissionSetRows(tx, ListPermissionSetsInput.parse({})),
    (tx) => inventory.listPermissionSetRows(tx, ListPermissionSetsInput.parse({ asOf })),
  ],
  listPolicyAttachmentRows: [
    (tx, { policyId: id }) => inventory.listPolicyAttachmentRows(tx, ListPolicyAttachmentsInput.parse({ id })),
    (tx, { policyId: id }) => inventory.listPolicyAttachmentRows(tx, ListPolicyAttachmentsInput.parse({ id, asOf })),
  ],
  listPolicyRows: [
    (tx) => inventory.listPolicyRows(tx, ListPoliciesInput.parse({ q: "dep" })),
    (tx) => inventory.listPolicyRows(tx, ListPoliciesInput.parse({ asOf })),
  ],
  listRoleRows: [
    (tx) => inventory.listRoleRows(tx, ListRolesInput.parse({})),
    (tx) => inventory.listRoleRows(tx, ListRolesInput.parse({ asOf })),
    (tx) => inventory.listRoleRows(tx, ListRolesInput.parse({ asOf, sort: "lastUsed" })),
  ],
  listRolesAnywhereRows: [
    (tx) => inventory.listRolesAnywhereRows(tx, ListRolesAnywhereInput.parse({ kind: "trust_anchor" })),
    (tx) => inventory.listRolesAnywhereRows(tx, ListRolesAnywhereInput.parse({ asOf })),
  ],
  listUserRows: [
    (tx) => inventory.listUserRows(tx, ListUsersInput.parse({ q: "user" }), NOW),
    (tx) => inventory.listUserRows(tx, ListUsersInput.parse({ asOf }), NOW),
    (tx) => inventory.listUserRows(tx, ListUsersInput.parse({ asOf, sort: "keyAge" }), NOW),
  ],
  readActivity: (tx, { credentialId }) => inventory.readActivity(tx, "credential", credentialId, NOW),
  readPowers: [(tx, of) => powerOf(tx, of, undefined), (tx, of) => powerOf(tx, of, THEN)],
};

/** The power of the user, which is in a group and has a policy. */
async function powerOf(tx: TenantTx, { awsAccountId, userId }: QueriedTenant, asOf: Date | undefined) {
  const user = await inventory.findUser(tx, userId, NOW, asOf);
  return user && (await inventory.readPowers(tx, { awsAccountId, asOf }, [user])).ofUser(user);
}

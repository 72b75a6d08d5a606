import { findRole } from "../inventory/roles.ts";
import { NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as trust from "./index.ts";

const OWN = { organizationIds: ["o-ab12cd34ef"], ownAccountIds: [] };

export const CASES: CasesOf<typeof trust> = {
  countOutsiders: [
    (tx) => trust.countOutsiders(tx, { context: OWN, awsAccountId: undefined }),
    (tx, { awsAccountId }) => trust.countOutsiders(tx, { context: OWN, awsAccountId }),
  ],
  countUnreadRoles: [
    (tx) => trust.countUnreadRoles(tx, undefined),
    (tx, { awsAccountId }) => trust.countUnreadRoles(tx, awsAccountId),
  ],
  listChainRoles: async (tx) => (await trust.listChainRoles(tx, OWN)).roles,
  listOutsiders: [
    (tx) => trust.listOutsiders(tx, { context: OWN, awsAccountId: undefined }),
    (tx, { awsAccountId }) =>
      trust.listOutsiders(tx, { context: OWN, awsAccountId, kind: "aws_account", grade: "unknown", q: "acc" }),
  ],
  listRolesElsewhere: (tx, { awsAccountId }) =>
    trust.listRolesElsewhere(tx, {
      awsAccountId: "111122223333",
      jumps: [{ awsAccountId, pattern: `arn:aws:iam::${awsAccountId}:role/*`, roleName: "*" }],
    }),
  readRoleWays: (tx, { roleId }) => trust.readRoleWays(tx, [roleId]),
  readTrustEvidence: [
    async (tx, { roleId }) => (await trust.readTrustEvidence(tx, (await findRole(tx, roleId))!, undefined)).context,
    async (tx, { roleId }) => (await trust.readTrustEvidence(tx, (await findRole(tx, roleId))!, NOW)).context,
  ],
  readTrustMapContext: async (tx) => (await trust.readTrustMapContext(tx)).organizationIds,
  writeRoleWays: async (tx, { accountId, roleId }) =>
    trust.writeRoleWays(
      tx,
      accountId,
      (await trust.readRoleWays(tx, [roleId])).map((ways) => ({ ...ways, isRead: false })),
    ),
};

import { LANDING_TABLES, type LandingTable } from "@rolecall/domain";
import type { TenantTx } from "../sql/transaction.ts";
import { NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as landing from "./landing.ts";

const TABLES = Object.keys(LANDING_TABLES) as LandingTable[];
const idIn = (table: LandingTable, of: QueriedTenant): string =>
  ({
    iam_user: of.userId,
    credential: of.credentialId,
    iam_role: of.roleId,
    iam_policy: of.policyId,
    iam_group: of.groupId,
    instance_profile: of.instanceProfileId,
    identity_provider: of.identityProviderId,
    permission_set: of.permissionSetId,
    roles_anywhere_resource: of.rolesAnywhereId,
    account_settings: of.accountSettingsId,
  })[table];

const indexOf =
  (table: LandingTable) =>
  (tx: TenantTx, { accountId }: QueriedTenant) =>
    landing.readRowIndex(tx, table, accountId);

export const CASES: CasesOf<typeof landing> = {
  appendVersions: (tx, { accountId, userId, scanId }) =>
    landing.appendVersions(tx, [
      {
        ...{
          subject: "user",
          subject_id: userId,
          valid_from: NOW.toISOString(),
          valid_to: null,
          account_id: accountId,
        },
        ...{ scan_id: scanId, change: "changed", content_hash: "other", content: {} },
      },
    ]),
  countPresent: (tx, { accountId }) => landing.countPresent(tx, accountId),
  lockLanding: (tx, { accountId }) => landing.lockLanding(tx, accountId),
  readRowIndex: [
    ...TABLES.map((table) => indexOf(table)),
    (tx: TenantTx, { accountId, userId }: QueriedTenant) => landing.readRowIndex(tx, "credential", accountId, userId),
  ],
  readRows: TABLES.map((table) => (tx, of) => landing.readRows(tx, table, [idIn(table, of)], NOW)),
  upsertRows: TABLES.map(
    (table) => async (tx, of) =>
      landing.upsertRows(tx, table, await landing.readRows(tx, table, [idIn(table, of)], NOW)),
  ),
};

import { LANDING_TABLES, type LandingRow, type LandingTable, type VersionRow } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import type { TenantTx } from "../sql/transaction.ts";
import { NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as landing from "./index.ts";

const versionOf = ({ accountId, userId, scanId }: QueriedTenant): VersionRow => ({
  ...{ content_hash: "other", content: {}, account_id: accountId, scan_id: scanId },
  ...{ valid_from: NOW.toISOString(), valid_to: null },
  subject: "user",
  subject_id: userId,
  change: "changed",
});

const userOf = async (tx: TenantTx, { userId }: QueriedTenant): Promise<LandingRow<"iam_user">> =>
  (await landing.readRows(tx, "iam_user", [userId], NOW))[0]!;

const LANDED: landing.LandedScan = {
  status: "complete",
  finishedAt: NOW,
  apiCalls: { total: 0, throttled: 0, byAction: {} },
  ...{ coverage: [], problems: [], counts: null, changes: { created: 0, changed: 0, removed: 0 } },
};

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
  appendVersions: (tx, of) => landing.appendVersions(tx, [versionOf(of)]),
  countPresent: (tx, { accountId }) => landing.countPresent(tx, accountId),
  findUserOfAccount: (tx, { userId }) => landing.findUserOfAccount(tx, userId),
  holdAccount: (tx, { accountId }) => landing.holdAccount(tx, accountId),
  inventoryOf: [
    (tx, { accountId }) => landing.inventoryOf(tx, accountId).readIndex("account_settings"),
    (tx, { accountId, userId }) => landing.inventoryOf(tx, accountId, userId).readIndex("credential"),
    (tx, { accountId, credentialId }) => landing.inventoryOf(tx, accountId).readRows("credential", [credentialId], NOW),
    async (tx, of) => {
      const [before, id] = [await userOf(tx, of), uuidv7()];
      const row = { ...before, id, user_id: `AIDA${id}` };
      const version = { ...versionOf(of), subject_id: id, content: row };
      await landing.inventoryOf(tx, of.accountId).write("iam_user", [{ row, before: null, version, sample: null }]);
    },
    (tx, { accountId, userId }) =>
      landing.inventoryOf(tx, accountId).addSamples([
        {
          ...{ subject_id: userId, day: "2026-01-01", service: "s3", region: "", account_id: accountId },
          ...{ last_at: NOW.toISOString(), first_observed_at: NOW.toISOString() },
          subject: "user",
          source: "last_used",
        },
      ]),
  ],
  lockLanding: (tx, { accountId }) => landing.lockLanding(tx, accountId),
  readRowIndex: [
    ...TABLES.map((table) => indexOf(table)),
    (tx: TenantTx, { accountId, userId }: QueriedTenant) => landing.readRowIndex(tx, "credential", accountId, userId),
  ],
  readRowIndexes: (tx, { accountId }) => landing.readRowIndexes(tx, TABLES, accountId),
  readRows: TABLES.map((table) => (tx, of) => landing.readRows(tx, table, [idIn(table, of)], NOW)),
  upsertRows: TABLES.map(
    (table) => async (tx, of) =>
      landing.upsertRows(tx, table, await landing.readRows(tx, table, [idIn(table, of)], NOW)),
  ),
  readKnownUsers: (tx, { accountId }) => landing.readKnownUsers(tx, accountId),
  readSlowLaneUsers: (tx, { accountId }) => landing.readSlowLaneUsers(tx, accountId),
  setFirstLook: (tx, { runningScanId }) => {
    const { status: _, finishedAt, ...first } = LANDED;
    return landing.setFirstLook(tx, runningScanId, { ...first, firstLookAt: finishedAt });
  },
  setLandedAccount: (tx, { accountId }) =>
    landing.setLandedAccount(tx, accountId, { status: "ok", users: 1, roles: 1, credentials: null, freshness: {} }),
  setLandedScan: (tx, { runningScanId }) => landing.setLandedScan(tx, runningScanId, LANDED),
};

import { AT } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as rollUps from "./index.ts";

const DAYS = { from: "2026-01-01", to: "2026-01-02", interval: "day" } as const;

export const CASES: CasesOf<typeof rollUps> = {
  hasTenantDays: (tx) => rollUps.hasTenantDays(tx),
  readCredentialDays: [
    (tx) => rollUps.readCredentialDays(tx, { ...DAYS, kinds: ["access_key"] }),
    (tx, { awsAccountId }) => rollUps.readCredentialDays(tx, { ...DAYS, awsAccountId }),
  ],
  readCredentialKinds: [
    (tx) => rollUps.readCredentialKinds(tx, { day: "2026-01-01" }),
    (tx, { awsAccountId }) => rollUps.readCredentialKinds(tx, { day: "2026-01-01", awsAccountId }),
  ],
  readDays: [
    (tx) => rollUps.readDays(tx, DAYS),
    (tx, { awsAccountId }) => rollUps.readDays(tx, { ...DAYS, awsAccountId }),
  ],
  refreshDay: (tx, { accountId }) => rollUps.refreshDay(tx, { accountId, asOf: AT }),
  writeDay: (tx, { accountId, scanId }) => rollUps.writeDay(tx, { accountId, scanId, asOf: AT, partial: false }),
  writeFindingCounts: (tx, { accountId }) => rollUps.writeFindingCounts(tx, accountId),
  writeTenantDay: (tx) => rollUps.writeTenantDay(tx, AT),
};

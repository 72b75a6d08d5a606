import { ListAccountsInput } from "@rolecall/domain";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as accounts from "./index.ts";

export const CASES: CasesOf<typeof accounts> = {
  countAccounts: (tx) => accounts.countAccounts(tx),
  callsByAction: (tx, { accountId }) => accounts.callsByAction(tx, accountId, AT),
  callsByDay: (tx, { accountId }) => accounts.callsByDay(tx, accountId, AT),
  countAccountsByStatus: (tx, { awsAccountId }) => accounts.countAccountsByStatus(tx, awsAccountId),
  findAccountByAwsId: (tx, { awsAccountId }) => accounts.findAccountByAwsId(tx, awsAccountId),
  findAccountById: (tx, { accountId }) => accounts.findAccountById(tx, accountId),
  findScan: (tx, { runningScanId }) => accounts.findScan(tx, runningScanId, NOW),
  hasScannedAccount: (tx, { connectionId }) => accounts.hasScannedAccount(tx, connectionId),
  lastEndedScans: (tx, { accountId }) => accounts.lastEndedScans(tx, accountId),
  lastLandedScans: (tx, { accountId }) => accounts.lastLandedScans(tx, accountId),
  listAccountRows: (tx) => accounts.listAccountRows(tx, ListAccountsInput.parse({ q: "account" })),
  listAccountIds: (tx) => accounts.listAccountIds(tx),
  listConnectedAccountRows: (tx, { connectionId }) => accounts.listConnectedAccountRows(tx, connectionId),
  listScanRows: (tx, { accountId }) => accounts.listScanRows(tx, { accountId, limit: 10 }, NOW),
  mergeFreshness: (tx, { accountId }) => accounts.mergeFreshness(tx, accountId, {}),
  newestScanAt: (tx, { awsAccountId }) => accounts.newestScanAt(tx, awsAccountId),
  putAccount: (tx, { tenantId, accountId, awsAccountId }) =>
    accounts.putAccount(
      tx,
      tenantId,
      { id: accountId, awsAccountId, partition: "aws", name: "Production", status: "ok", createdAt: AT },
      { name: "Production" },
    ),
  readFreshness: (tx, { accountId }) => accounts.readFreshness(tx, [accountId]),
  readFreshnessThen: (tx, { accountId }) => accounts.readFreshnessThen(tx, [accountId], NOW),
  scanIntervalHours: (tx, { accountId }) => accounts.scanIntervalHours(tx, accountId),
  setAccounts: (tx, { accountId }) => accounts.setAccounts(tx, [accountId], { statusReason: null }),
};

import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as scans from "./index.ts";

const FAILED = { finishedAt: NOW, error: "The connection was disconnected." };
const PROGRESS = { step: "Users", done: 1, total: null, startedAt: NOW };

export const CASES: CasesOf<typeof scans> = {
  beginNextScan: (tx, { accountId }) => scans.beginNextScan(tx, { accountId, now: NOW, next: NOW }),
  beginNextSlowLane: (tx, { accountId }) => scans.beginNextSlowLane(tx, { accountId, now: NOW, next: NOW }),
  countFirstLooks: [(tx) => scans.countFirstLooks(tx), (tx) => scans.countFirstLooks(tx, "111122223333")],
  failOpenScans: (tx, { accountId }) => scans.failOpenScans(tx, [accountId], FAILED),
  failScan: (tx, { queuedScanId: id }) => scans.failScan(tx, { id, ...FAILED }),
  findOpenScan: (tx, { queuedScanId }) => scans.findOpenScan(tx, queuedScanId),
  listOpenScanIds: [(tx) => scans.listOpenScanIds(tx), (tx, { accountId }) => scans.listOpenScanIds(tx, [accountId])],
  listScheduledAccounts: [
    (tx, { accountId }) => scans.listScheduledAccounts(tx, { id: accountId }),
    (tx, { connectionId }) => scans.listScheduledAccounts(tx, { connectionId }),
  ],
  lockRunningScan: (tx, { runningScanId }) => scans.lockRunningScan(tx, runningScanId),
  moveNextScan: (tx, { accountId }) => scans.moveNextScan(tx, accountId, NOW),
  queueScan: (["slow_lane", "upload"] as const).map((kind) => (tx, { accountId }) => {
    const scan = { id: uuidv7(), accountId, trigger: "requested", requestedAt: NOW, userRecordId: null } as const;
    return scans.queueScan(tx, { ...scan, kind });
  }),
  setNextSlowLane: (tx, { accountId }) => scans.setNextSlowLane(tx, accountId, NOW),
  showFailing: (tx, { accountId }) => scans.showFailing(tx, { accountId, reason: "AWS is away", nextScanAt: NOW }),
  showProgress: (tx, { runningScanId }) => scans.showProgress(tx, runningScanId, PROGRESS),
  showQueued: (tx, { runningScanId: id }) => scans.showQueued(tx, { id, attempt: 1 }),
  showRun: (tx, { queuedScanId: id }) => scans.showRun(tx, { id, attempt: 1, startedAt: AT }),
};

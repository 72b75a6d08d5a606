import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as scans from "./index.ts";

const FAILED = { finishedAt: NOW, error: "The connection was disconnected." };
const PROGRESS = { step: "Users", done: 1, total: null, startedAt: NOW };

export const CASES: CasesOf<typeof scans> = {
  beginNextScan: (tx, { accountId }) => scans.beginNextScan(tx, { accountId, now: NOW, next: NOW }),
  beginNextSlowLane: (tx, { accountId }) => scans.beginNextSlowLane(tx, { accountId, now: NOW, next: NOW }),
  failOpenScans: (tx, { accountId }) => scans.failOpenScans(tx, [accountId], FAILED),
  failScan: (tx, { queuedScanId: id }) => scans.failScan(tx, { id, ...FAILED }),
  findOpenScan: (tx, { queuedScanId }) => scans.findOpenScan(tx, queuedScanId),
  listOpenScanIds: [(tx) => scans.listOpenScanIds(tx), (tx, { accountId }) => scans.listOpenScanIds(tx, [accountId])],
  lockRunningScan: (tx, { runningScanId }) => scans.lockRunningScan(tx, runningScanId),
  setNextSlowLane: (tx, { accountId }) => scans.setNextSlowLane(tx, accountId, NOW),
  showFailing: (tx, { accountId }) => scans.showFailing(tx, { accountId, reason: "AWS is away", nextScanAt: NOW }),
  showProgress: (tx, { runningScanId }) => scans.showProgress(tx, runningScanId, PROGRESS),
  showQueued: (tx, { runningScanId: id }) => scans.showQueued(tx, { id, attempt: 1 }),
  showRun: (tx, { queuedScanId: id }) => scans.showRun(tx, { id, attempt: 1, startedAt: AT }),
};

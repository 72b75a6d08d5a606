import { NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as due from "./due.ts";
import * as leases from "./leases.ts";

const DUE = { now: NOW, work: "test-work" };

export const CASES: CasesOf<typeof due> = {
  accountsWithLookups: { asSystem: (tx) => due.accountsWithLookups(tx, DUE) },
  dueDiscoveries: { asSystem: (tx) => due.dueDiscoveries(tx, DUE) },
  dueGroupings: { asSystem: (tx) => due.dueGroupings(tx, DUE) },
  dueInventories: { asSystem: (tx) => due.dueInventories(tx, DUE) },
  dueJudgements: { asSystem: (tx) => due.dueJudgements(tx, DUE) },
  dueMails: { asSystem: (tx) => due.dueMails(tx, DUE) },
  dueMemberVerifications: { asSystem: (tx) => due.dueMemberVerifications(tx, DUE) },
  dueProofs: { asSystem: (tx) => due.dueProofs(tx, DUE) },
  dueSchedules: { asSystem: (tx) => due.dueSchedules(tx, DUE) },
  dueSlowLanes: { asSystem: (tx) => due.dueSlowLanes(tx, DUE) },
  dueVerifications: { asSystem: (tx) => due.dueVerifications(tx, DUE) },
  openRechecks: { asSystem: (tx) => due.openRechecks(tx, DUE) },
  openScans: { asSystem: (tx) => due.openScans(tx, DUE) },
  queuedReports: { asSystem: (tx) => due.queuedReports(tx, DUE) },
};

/** What the tenant's row of a lease says. */
const leaseOf = ({ scanId }: QueriedTenant): leases.Lease => ({ work: "scan", rowId: scanId, fence: 1n });

export const LEASE_CASES: CasesOf<typeof leases> = {
  endLease: (tx, of) => leases.endLease(tx, leaseOf(of)),
  forbidWrites: (tx) => leases.forbidWrites(tx),
  lockLease: (tx, of) => leases.lockLease(tx, leaseOf(of)),
  renewLease: (tx, of) => leases.renewLease(tx, { ...leaseOf(of), seconds: 30 }),
  revokeLeases: (tx, { scanId, runningScanId }) =>
    leases.revokeLeases(tx, { work: "scan", rowIds: [scanId, runningScanId] }),
  takeLease: [
    (tx, { scanId: rowId }) => leases.takeLease(tx, { work: "scan", rowId, seconds: 30 }),
    (tx, { queuedScanId: rowId }) => leases.takeLease(tx, { work: "scan", rowId, seconds: 30 }),
  ],
};

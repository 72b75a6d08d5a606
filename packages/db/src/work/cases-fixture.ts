import type { TenantTx } from "../sql/transaction.ts";
import { NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as due from "./due.ts";
import * as leases from "./leases.ts";

export const DUE: CasesOf<typeof due> = {
  dueAccounts: { asSystem: (tx) => due.dueAccounts(tx, NOW) },
  dueDiscoveries: { asSystem: (tx) => due.dueDiscoveries(tx, NOW) },
  dueJudgements: { asSystem: (tx) => due.dueJudgements(tx, NOW) },
  dueMails: { asSystem: (tx) => due.dueMails(tx) },
  dueMemberVerifications: { asSystem: (tx) => due.dueMemberVerifications(tx, NOW) },
  dueSchedules: { asSystem: (tx) => due.dueSchedules(tx, NOW) },
  dueSlowLanes: { asSystem: (tx) => due.dueSlowLanes(tx, NOW) },
  dueVerifications: { asSystem: (tx) => due.dueVerifications(tx, NOW) },
  openScans: { asSystem: (tx) => due.openScans(tx) },
  openTrailLookups: { asSystem: (tx) => due.openTrailLookups(tx, { now: NOW, work: "trail_lookup" }) },
  queuedReports: { asSystem: (tx) => due.queuedReports(tx) },
};

/** Takes the lease of the open lookup. */
async function leaseOf(tx: TenantTx, { openLookupId: rowId }: QueriedTenant): Promise<leases.Lease> {
  const taken = await leases.takeLease(tx, { work: "trail_lookup", rowId, seconds: 30 });
  return { work: "trail_lookup", rowId, fence: taken!.fence };
}

export const LEASES: CasesOf<typeof leases> = {
  endLease: async (tx, of) => leases.endLease(tx, await leaseOf(tx, of)),
  lockLease: async (tx, of) => leases.lockLease(tx, await leaseOf(tx, of)),
  releaseLease: [
    async (tx, of) => leases.releaseLease(tx, await leaseOf(tx, of), { counts: true }),
    async (tx, of) => leases.releaseLease(tx, await leaseOf(tx, of), { counts: false }),
  ],
  renewLease: async (tx, of) => leases.renewLease(tx, { ...(await leaseOf(tx, of)), seconds: 30 }),
  revokeLeases: (tx, { openLookupId }) => leases.revokeLeases(tx, { work: "trail_lookup", rowIds: [openLookupId] }),
  takeLease: (tx, { openLookupId: rowId }) => leases.takeLease(tx, { work: "trail_lookup", rowId, seconds: 30 }),
};

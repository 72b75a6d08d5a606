import { NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as due from "./due.ts";

export const CASES: CasesOf<typeof due> = {
  dueAccounts: { asSystem: (tx) => due.dueAccounts(tx, NOW) },
  dueDiscoveries: { asSystem: (tx) => due.dueDiscoveries(tx, NOW) },
  dueJudgements: { asSystem: (tx) => due.dueJudgements(tx, NOW) },
  dueMails: { asSystem: (tx) => due.dueMails(tx) },
  dueMemberVerifications: { asSystem: (tx) => due.dueMemberVerifications(tx, NOW) },
  dueSchedules: { asSystem: (tx) => due.dueSchedules(tx, NOW) },
  dueSlowLanes: { asSystem: (tx) => due.dueSlowLanes(tx, NOW) },
  dueVerifications: { asSystem: (tx) => due.dueVerifications(tx, NOW) },
  openScans: { asSystem: (tx) => due.openScans(tx) },
  openTrailLookups: { asSystem: (tx) => due.openTrailLookups(tx) },
  queuedReports: { asSystem: (tx) => due.queuedReports(tx) },
};

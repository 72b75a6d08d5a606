import {
  composeReport,
  deliverMail,
  discoverOrganization,
  judgeAccount,
  lookUpTrail,
  scanAccount,
  sweep,
  verifyConnection,
  verifyMembers,
  type WorkerDeps,
} from "@rolecall/core";
import type { Handlers } from "@rolecall/jobs";

/** Each job is one use case. A recheck is a scan of one user: its row says so. */
export const handlersOf = (deps: WorkerDeps): Handlers => ({
  sweep: (payload, run) => sweep(deps, payload, run),
  verifyConnection: (payload, run) => verifyConnection(deps, payload, run),
  scanAccount: (payload, run) => scanAccount(deps, payload, run),
  recheckUser: (payload, run) => scanAccount(deps, payload, run),
  lookUpTrail: (payload, run) => lookUpTrail(deps, payload, run),
  discoverOrganization: (payload, run) => discoverOrganization(deps, payload, run),
  verifyMembers: (payload, run) => verifyMembers(deps, payload, run),
  judgeAccount: (payload, run) => judgeAccount(deps, payload, run),
  composeReport: (payload, run) => composeReport(deps, payload, run),
  deliverMail: (payload, run) => deliverMail(deps, payload, run),
});

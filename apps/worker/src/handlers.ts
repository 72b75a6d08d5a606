import { composeReport, deliverMail, scanAccount, sweep, verifyConnection, type WorkerDeps } from "@rolecall/core";
import type { Handlers } from "@rolecall/jobs";

/** Each job is one use case. */
export const handlersOf = (deps: WorkerDeps): Handlers => ({
  sweep: (payload, run) => sweep(deps, payload, run),
  verifyConnection: (payload, run) => verifyConnection(deps, payload, run),
  scanAccount: (payload, run) => scanAccount(deps, payload, run),
  composeReport: (payload, run) => composeReport(deps, payload, run),
  deliverMail: (payload, run) => deliverMail(deps, payload, run),
});

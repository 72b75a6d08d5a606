import {
  composeReport,
  deliverMail,
  discoverOrganization,
  judgeAccount,
  scanAccount,
  sweep,
  verifyConnection,
  verifyMembers,
  WORKS,
  type WorkerDeps,
} from "@rolecall/core";
import { type HandledJob, handled, jobs } from "@rolecall/jobs";

/** Each job is one use case. A recheck is a scan of one user: its row says so. */
export const handlersOf = (deps: WorkerDeps): HandledJob[] => [
  handled(jobs.sweep, (payload, run) => sweep(deps, payload, run)),
  handled(jobs.verifyConnection, (payload, run) => verifyConnection(deps, payload, run)),
  handled(jobs.scanAccount, (payload, run) => scanAccount(deps, payload, run)),
  handled(jobs.recheckUser, (payload, run) => scanAccount(deps, payload, run)),
  handled(jobs.discoverOrganization, (payload, run) => discoverOrganization(deps, payload, run)),
  handled(jobs.verifyMembers, (payload, run) => verifyMembers(deps, payload, run)),
  handled(jobs.judgeAccount, (payload, run) => judgeAccount(deps, payload, run)),
  handled(jobs.composeReport, (payload, run) => composeReport(deps, payload, run)),
  handled(jobs.deliverMail, (payload, run) => deliverMail(deps, payload, run)),
  ...WORKS.map((work) => handled(work.job, (payload, run) => work.handle(deps, payload, run))),
];

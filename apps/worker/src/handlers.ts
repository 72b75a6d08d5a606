import { SWEEP, sweep, WORKS, type WorkerDeps } from "@rolecall/core";
import { type HandledJob, handled } from "@rolecall/jobs";

/** The sweep, and every kind of due work. */
export const handlersOf = (deps: WorkerDeps): HandledJob[] => [
  handled(SWEEP, () => sweep(deps)),
  ...WORKS.map((work) => handled(work.job, (payload, run) => work.handle(deps, payload, run))),
];

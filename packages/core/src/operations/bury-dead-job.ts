import type { Deps } from "../context.ts";
import { WORKS } from "./register.ts";

/** Shows a job that will not be tried again to the people concerned: on the row whose work it was. */
export async function buryDeadJob(deps: Deps, dead: { name: string; payload: unknown; reason: string }): Promise<void> {
  const work = WORKS.find(({ job }) => job.name === dead.name);
  const payload = work?.job.payload.safeParse(dead.payload);
  // A payload that does not parse names no row.
  if (work && payload?.success) await work.bury(deps, payload.data, dead.reason);
}

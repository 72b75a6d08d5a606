import type { due, SystemTx, TenantTx } from "@rolecall/db";
import type { Ctx } from "../context.ts";

/**
 * What comes by the clock and is done in one short transaction of the row's tenant, by the sweep itself: a row is begun, or ended.
 * Several workers' sweeps may do it at once.
 */
export type Routine = {
  /** As errors call it. */
  name: string;
  /** Rows of all tenants whose time has come, the longest due first. */
  due: (tx: SystemTx, input: { now: Date }) => Promise<readonly due.DueRow[]>;
  /** Does it, if it is still to be done. */
  perform: (given: { ctx: Ctx; tx: TenantTx; id: string }) => Promise<unknown>;
};

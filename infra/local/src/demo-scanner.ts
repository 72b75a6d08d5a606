/**
 * Scans accounts for the replay beside the process that leads it, so that two cores are used: `demo-scanner.ts <tenant id>`. Each
 * message is an order, each answer says that it has been carried out.
 */
import { systemCtx, type WorkerDeps } from "@rolecall/core";
import { createWorkerContext } from "@rolecall/worker/context";
import { runScans, type ScanAnswer, type ScanOrder, withoutQueue } from "./demo-scans.ts";

let clock = new Date();
const replaying = createWorkerContext({ now: () => clock, isReplay: true });
const deps: WorkerDeps = { ...replaying, jobs: withoutQueue(replaying.jobs) };
const ctx = systemCtx(deps, process.argv[2] ?? "");

process.on("message", async (order: ScanOrder) => {
  clock = new Date(order.at);
  await runScans(deps, ctx, order);
  const answer: ScanAnswer = { accountId: order.accountId };
  process.send?.(answer);
});
// A part of an instance does not live by its channel alone; this one does nothing else than wait for orders.
process.channel?.ref();

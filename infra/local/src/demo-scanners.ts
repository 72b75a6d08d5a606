import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ScanAnswer, ScanOrder } from "./demo-scans.ts";

const wrapper = fileURLToPath(new URL("child.mjs", import.meta.url));
const scannerProgram = fileURLToPath(new URL("demo-scanner.ts", import.meta.url));

/** What each of the processes that replay may hold: the largest account of the example is some megabytes. */
export const REPLAY_NODE_OPTIONS = ["--max-semi-space-size=16", "--max-old-space-size=192"];

/** Who carries out orders. */
export type Scan = (order: ScanOrder) => Promise<void>;
export type SecondScanner = { scan: Scan; stop: () => void };

/** Starts a process that scans beside this one, in the same environment. It ends with this one, and this one with it. */
export function startSecondScanner(tenantId: string): SecondScanner {
  const child = spawn(process.execPath, [...REPLAY_NODE_OPTIONS, wrapper, scannerProgram, tenantId], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const waiting = new Map<string, () => void>();
  let isStopping = false;
  child.on("message", ({ accountId }: ScanAnswer) => {
    waiting.get(accountId)?.();
    waiting.delete(accountId);
  });
  child.once("error", (error) => {
    throw error;
  });
  child.once("exit", (code, signal) => {
    if (!isStopping) throw new Error(`The second scanner of the replay ended (${signal ?? `exit code ${code}`})`);
  });
  return {
    scan: (order) =>
      new Promise((resolve) => {
        waiting.set(order.accountId, resolve);
        child.send(order);
      }),
    stop: () => {
      isStopping = true;
      child.kill();
    },
  };
}

/** Has orders carried out by some scanners, each taking the next one when it is free: the longest come first. */
export async function carryOut(orders: readonly ScanOrder[], scanners: readonly Scan[]): Promise<void> {
  const left = [...orders];
  const carryOn = async (scan: Scan) => {
    for (let order = left.shift(); order; order = left.shift()) await scan(order);
  };
  await Promise.all(scanners.map(carryOn));
}

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestPostgres } from "@rolecall/db/testing";
import type { EmulatedAccount } from "./emulated-account.ts";
import type { Cost } from "./measure.ts";

/** What one scan cost the process that made it. `peakBytes` is the most that it has held since its start. */
export type MeasuredScan = { calls: number; cost: Cost; rowsWritten: number; peakBytes: number };

export type ScanningProcess = {
  /** What it holds before its first scan. */
  restBytes: number;
  /** Scans as of an instant; rejects where the scan is not complete. */
  scan: (now: Date) => Promise<MeasuredScan>;
  close: () => void;
};

/** As `npm start` runs the worker. */
const WORKER_NODE_OPTIONS = ["--max-semi-space-size=4", "--max-old-space-size=384"];

/** Starts a process that scans the account, with the memory that the worker has. */
export async function startScanning({ urls }: TestPostgres, account: EmulatedAccount): Promise<ScanningProcess> {
  const path = fileURLToPath(new URL("./scan-process.ts", import.meta.url));
  const { awsAccountId, url } = account;
  const child = fork(path, [JSON.stringify({ urls, account: { awsAccountId, url } })], {
    execArgv: WORKER_NODE_OPTIONS,
  });
  const died = once(child, "exit").then(([code]) => {
    throw new Error(`The scanning process ended with code ${code}`);
  });
  // Whoever waits for a message hears of it.
  died.catch(() => undefined);
  const told = async <Message>(): Promise<Message> => {
    const [message] = (await Promise.race([once(child, "message"), died])) as [Message];
    return message;
  };
  const { restBytes } = await told<{ restBytes: number }>();
  return {
    restBytes,
    scan: (now) => {
      const measured = told<MeasuredScan>();
      child.send(now.toISOString());
      return measured;
    },
    close: () => child.disconnect(),
  };
}

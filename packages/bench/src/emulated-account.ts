import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { WorldSize } from "@rolecall/aws-emulator";

export const BENCH_NOW = new Date("2026-06-01T12:00:00Z");
export const EXTERNAL_ID = "rolecall-0d1f7a52-0d5e-4a39-9f0d-3d1f2c9b7a11";

export type EmulatedSize = Pick<WorldSize, "users" | "usersWithKeys" | "accessKeys" | "roles" | "policies"> & {
  latencyMs: number;
  /** None if left out. */
  callsPerSecond?: number;
  /** How often AWS is still making the credential report when it is asked; at once if left out. */
  reportPolls?: number;
};

export type EmulatedAccount = {
  url: string;
  awsAccountId: string;
  /** Lets time pass in AWS. */
  setNow: (now: Date) => Promise<void>;
  close: () => void;
};

/** Starts an emulated account of this size in a process of its own. */
export async function startEmulatedAccount(awsAccountId: string, size: EmulatedSize): Promise<EmulatedAccount> {
  const path = fileURLToPath(new URL("./emulator-process.ts", import.meta.url));
  const child = fork(path, [awsAccountId, JSON.stringify(size)]);
  const [url] = (await once(child, "message")) as [string];
  return {
    url,
    awsAccountId,
    setNow: async (now) => {
      child.send(now.toISOString());
      await once(child, "message");
    },
    close: () => child.disconnect(),
  };
}

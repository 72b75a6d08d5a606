import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, type EmulatorOptions, SMALL_WORLD, smallWorld, startEmulator } from "../index.ts";
import { assumeReader, iamClient } from "../testing/clients.ts";

let emulator: Emulator;
const start = async (options?: Partial<EmulatorOptions>) => {
  await emulator?.close();
  emulator = await startEmulator({ world: smallWorld(), clock: { mode: "fixed", now: SMALL_WORLD.now }, options });
};
beforeEach(() => start());
afterEach(() => emulator.close());

const reader = async () => iamClient(emulator, await assumeReader(emulator));
const listKeys = new ListAccessKeysCommand({ UserName: "ci-deploy" });

describe("traffic", () => {
  it("throttles each account above its rate, and STS by the caller's account", async () => {
    const iam = await reader();
    emulator.configure({ rateLimit: { callsPerSecond: 0.001, burst: 3 } });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => iam.send(listKeys)));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.map(({ reason }) => [reason.name, reason.message])).toEqual([
      ["Throttling", "Rate exceeded"],
      ["Throttling", "Rate exceeded"],
    ]);
    await assumeReader(emulator);
    expect(emulator.calls().byError).toEqual({ Throttling: 2 });
  });

  it("counts calls by action and account until it is told to start anew", async () => {
    const iam = await reader();
    await iam.send(listKeys);
    await iam.send(listKeys);
    expect(emulator.calls()).toMatchObject({
      total: 3,
      byAction: { AssumeRole: 1, ListAccessKeys: 2 },
      byAccount: { "111122223333": { AssumeRole: 1 }, "200000000002": { ListAccessKeys: 2 } },
    });
    emulator.resetCalls();
    expect(emulator.calls().total).toBe(0);
  });

  it.each([
    ["AccessDenied", "AccessDenied"],
    ["Throttling", "Throttling"],
    ["ServiceFailure", "ServiceFailureException"],
    ["expiredSession", "ExpiredToken"],
    ["unsupported", "InvalidAction"],
  ] as const)("answers %s as often as asked for", async (kind, name) => {
    const iam = await reader();
    emulator.faults.add({ action: "ListAccessKeys", kind, times: 2 });
    await iam.send(new ListUsersCommand({}));
    await expect(iam.send(listKeys)).rejects.toMatchObject({ name });
    await expect(iam.send(listKeys)).rejects.toMatchObject({ name });
    await iam.send(listKeys);
    expect(emulator.faults.waiting()).toEqual([]);
  });

  it("does without an action altogether", async () => {
    const iam = await reader();
    emulator.faults.add({ action: "ListAccessKeys", kind: "unsupported", times: Number.POSITIVE_INFINITY });
    for (let call = 0; call < 3; call++) {
      await expect(iam.send(listKeys)).rejects.toMatchObject({ name: "InvalidAction" });
    }
    expect(emulator.faults.waiting()).toHaveLength(1);
  });

  it("cuts an answer short, or never answers", async () => {
    const iam = await reader();
    emulator.faults.add({ action: "*", kind: "truncatedBody" });
    await expect(iam.send(listKeys)).rejects.toThrow();
    emulator.faults.add({ action: "*", kind: "timeout" });
    await expect(iam.send(listKeys, { abortSignal: AbortSignal.timeout(100) })).rejects.toMatchObject({
      name: "AbortError",
    });
    await iam.send(listKeys);
  });

  it("breaks a credential report, for that one reading", async () => {
    await start({ reportPolls: 0 });
    const iam = await reader();
    await iam.send(new GenerateCredentialReportCommand({}));
    emulator.faults.add({ action: "GetCredentialReport", kind: "malformedReport" });
    const lines = async () =>
      Buffer.from((await iam.send(new GetCredentialReportCommand({}))).Content!)
        .toString()
        .split("\n");
    expect(await lines()).toHaveLength(2);
    expect(await lines()).toHaveLength(7);
  });

  it("lets the SDK's own retries through a throttle", async () => {
    const keys = await assumeReader(emulator);
    const iam = new IAMClient({ endpoint: emulator.url, region: "us-east-1", credentials: keys });
    emulator.faults.add({ action: "ListAccessKeys", kind: "Throttling" });
    expect((await iam.send(listKeys)).$metadata.attempts).toBe(2);
  });

  it("holds answers back by the latency", async () => {
    const iam = await reader();
    emulator.configure({ latencyMs: { minMs: 60, maxMs: 80 } });
    const startedAtMs = performance.now();
    await Promise.all([iam.send(listKeys), iam.send(listKeys), iam.send(listKeys)]);
    expect(performance.now() - startedAtMs).toBeGreaterThan(55);
  });
});

import { AppError } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  ALL_READ,
  coverageStates,
  emulate,
  hoursAfter,
  keyIdsIn,
  keyIdsOf,
  NOW,
  SMALL,
} from "../testing/emulated-account.ts";

describe("trouble on the way", () => {
  it.each([
    ["truncatedBody", "GetAccountAuthorizationDetails"],
    ["truncatedBody", "ListAccessKeys"],
    ["ServiceFailure", "ListAccessKeys"],
    ["ServiceFailure", "GetCredentialReport"],
    ["Throttling", "ListRoles"],
  ] as const)("%s of %s, twice, loses nothing", async (kind, action) => {
    const { emulator, account, read } = await emulate(SMALL);
    emulator.faults.add({ action, kind, times: 2 });
    const reading = await read();
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    expect(reading.apiCalls.total).toBe(emulator.calls().total);
    expect(reading.apiCalls.throttled).toBe(kind === "Throttling" ? 2 : 0);
  });

  it("an answer that never comes is asked for again", async () => {
    const { emulator, read } = await emulate(SMALL, { timing: { responseTimeoutMs: 200 } });
    emulator.faults.add({ action: "ListAccountAliases", kind: "timeout", times: 2 });
    expect(coverageStates(await read())).toEqual(ALL_READ);
  });

  it("a session that expires is renewed once for all calls in flight", async () => {
    const { emulator, account, read } = await emulate(SMALL, { options: { latencyMs: 20 }, now: () => NOW });
    const onProgress = ({ step, done }: { step: string; done: number }) => {
      if (step === "access keys" && done === 1) emulator.setNow(hoursAfter(2));
    };
    const reading = await read({ onProgress });
    expect(coverageStates(reading)).toEqual(ALL_READ);
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    expect(reading.apiCalls.byAction["sts:AssumeRole"]).toBe(2);
    expect(emulator.calls().byError.ExpiredToken).toBeGreaterThan(1);
  });

  it("a scan that is aborted rejects with the reason and stops calling", async () => {
    const { emulator, read } = await emulate(SMALL, { options: { latencyMs: 20 } });
    const abort = new AbortController();
    const onProgress = ({ step }: { step: string }) =>
      step === "access keys" && abort.abort(new Error("stopped by the owner"));
    await expect(read({ signal: abort.signal, onProgress })).rejects.toThrow("stopped by the owner");
    expect(emulator.calls().byAction.ListAccessKeys ?? 0).toBeLessThanOrEqual(8);
  });
});

describe("sessions", () => {
  it("are kept for 55 minutes by the given clock, which may be far from AWS's", async () => {
    let now = new Date("2019-01-01T00:00:00Z");
    const { emulator, read } = await emulate(SMALL, { now: () => now });
    const assumed = () => emulator.calls().byAction.AssumeRole;
    await read();
    now = new Date("2019-01-01T00:54:59Z");
    await read();
    expect(assumed()).toBe(1);
    now = new Date("2019-01-01T00:55:00Z");
    await read();
    expect(assumed()).toBe(2);
  });

  it("are renewed when AWS says that they are expired", async () => {
    const { emulator, read } = await emulate(SMALL, { now: () => NOW });
    await read();
    emulator.setNow(hoursAfter(2));
    expect(coverageStates(await read())).toEqual(ALL_READ);
    expect(emulator.calls().byAction.AssumeRole).toBe(2);
  });

  it("are renewed when their role was deleted and made anew", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    await read();
    emulator.mutate(() => {
      const role = account().roles.get("rolecallreadonly");
      if (role) role.roleId = "AROAMADEANEW";
    });
    expect(coverageStates(await read())).toEqual(ALL_READ);
    expect(emulator.calls().byAction.AssumeRole).toBe(2);
  });

  it("of another account stop the scan before anything is read", async () => {
    const { emulator, read } = await emulate(SMALL);
    await expect(read({ expectedAwsAccountId: "999999999999" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(Object.keys(emulator.calls().byAction).sort()).toEqual(["AssumeRole", "GetCallerIdentity"]);
  });

  it("that are refused stop the scan, with what AWS said", async () => {
    const { read } = await emulate(SMALL);
    const refused = await read({ externalId: "rolecall-wrong" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({
      code: "UPSTREAM",
      details: { kind: "denied" },
      message: expect.stringContaining("sts:AssumeRole"),
    });
  });
});

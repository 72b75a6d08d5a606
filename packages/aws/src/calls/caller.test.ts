import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AwsCallFailed } from "./aws-errors.ts";
import { Caller, createLanes } from "./caller.ts";
import { DEFAULT_TIMING } from "./timing.ts";

const CALLS = 370;
const LATENCY_MS = 30;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const awsError = (name: string, httpStatusCode = 400) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
const newCaller = (signal?: AbortSignal) =>
  new Caller({ lanes: createLanes(100), awsAccountId: "111122223333", timing: DEFAULT_TIMING, signal });

/** A server that allows a call or not by its limit. */
const serverWith = (allows: (nowMs: number) => boolean) => async () => {
  const allowed = allows(performance.now());
  await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
  if (!allowed) throw awsError("Throttling");
  return "answer";
};

function tokenBucket(perSecond: number, burst: number) {
  let [tokens, atMs] = [burst, 0];
  return (nowMs: number) => {
    tokens = Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1000);
    atMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

function windowOfASecond(perSecond: number) {
  const seen = new Map<number, number>();
  return (nowMs: number) => {
    const second = Math.floor(nowMs / 1000);
    const before = seen.get(second) ?? 0;
    seen.set(second, before + 1);
    return before < perSecond;
  };
}

async function scan(allows: (nowMs: number) => boolean) {
  const caller = newCaller();
  const send = serverWith(allows);
  const startedAtMs = performance.now();
  const answers = Promise.all(Array.from({ length: CALLS }, () => caller.call({ action: "iam:ListAccessKeys", send })));
  await vi.runAllTimersAsync();
  return { answers: (await answers).length, apiCalls: caller.apiCalls, tookMs: performance.now() - startedAtMs };
}

describe("370 calls", () => {
  it("take less than 12 s without a limit", async () => {
    const { answers, apiCalls, tookMs } = await scan(() => true);
    expect([answers, apiCalls.total]).toEqual([CALLS, CALLS]);
    expect(tookMs).toBeLessThan(12_000);
  });

  it.each([
    ["a bucket of 20 calls a second that holds 1", tokenBucket(20, 1)],
    ["a bucket of 20 calls a second that holds 5", tokenBucket(20, 5)],
    ["a bucket of 20 calls a second that holds 20", tokenBucket(20, 20)],
    ["a bucket of 20 calls a second that holds 100", tokenBucket(20, 100)],
    ["20 calls in each second", windowOfASecond(20)],
    ["10 calls in each second", windowOfASecond(10)],
    ["a bucket of 5 calls a second that holds 5", tokenBucket(5, 5)],
  ])("lose nothing behind %s, and are at most 10 % more", async (_, allows) => {
    const { answers, apiCalls } = await scan(allows);
    expect(answers).toBe(CALLS);
    expect(apiCalls.total).toBeLessThanOrEqual(CALLS * 1.1);
    expect(apiCalls).toEqual({
      total: CALLS + apiCalls.throttled,
      throttled: apiCalls.throttled,
      byAction: { "iam:ListAccessKeys": apiCalls.total },
    });
  });
});

/** One call that meets the given errors one after the other, then is answered. */
async function callThrough(
  errors: Error[],
  more: { renewSession?: () => Promise<void>; isWhole?: () => boolean } = {},
) {
  const caller = newCaller();
  const outcome = caller
    .call({
      action: "iam:ListRoles",
      send: async () => {
        const error = errors.shift();
        if (error) throw error;
        return "answer";
      },
      ...more,
    })
    .catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return { outcome: await outcome, apiCalls: caller.apiCalls };
}

describe("a call", () => {
  it.each([
    ["server failures", () => awsError("ServiceFailure", 500)],
    ["resets", () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })],
  ])("survives four %s and not five", async (_, error: () => Error) => {
    expect((await callThrough([1, 2, 3, 4].map(error))).outcome).toBe("answer");
    expect((await callThrough([1, 2, 3, 4, 5].map(error))).outcome).toMatchObject({ kind: "transient", attempts: 5 });
  });

  it("that is throttled over and over is given up after two minutes only", async () => {
    const startedAtMs = performance.now();
    const { outcome, apiCalls } = await callThrough(Array.from({ length: 10_000 }, () => awsError("Throttling")));
    expect(outcome).toMatchObject({ kind: "throttled" });
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(120_000);
    expect(apiCalls.total).toBeLessThan(60);
    expect(apiCalls.throttled).toBe(apiCalls.total);
  });

  it("that is denied is not repeated", async () => {
    const { outcome, apiCalls } = await callThrough([awsError("AccessDenied", 403)]);
    expect(outcome).toBeInstanceOf(AwsCallFailed);
    expect([(outcome as AwsCallFailed).kind, apiCalls.total]).toEqual(["denied", 1]);
  });

  it("whose session is expired renews it once", async () => {
    const renewSession = vi.fn(async () => {});
    expect((await callThrough([awsError("ExpiredToken")], { renewSession })).outcome).toBe("answer");
    expect(renewSession).toHaveBeenCalledTimes(1);
    const again = await callThrough([awsError("ExpiredToken"), awsError("ExpiredToken")], { renewSession });
    expect(again.outcome).toMatchObject({ kind: "expired", attempts: 2 });
  });

  it("whose answer is not whole is repeated, then failed", async () => {
    const { outcome, apiCalls } = await callThrough([], { isWhole: () => false });
    expect([(outcome as AwsCallFailed).kind, apiCalls.total]).toEqual(["unsupported", 5]);
  });

  it("does not hide a bug", async () => {
    const { outcome } = await callThrough([new TypeError("x is not a function")]);
    expect(outcome).toBeInstanceOf(TypeError);
  });
});

it("no call starts after an abort, and all reject with its reason", async () => {
  const abort = new AbortController();
  const caller = newCaller(abort.signal);
  const send = serverWith(() => true);
  const calls = Promise.allSettled(Array.from({ length: 50 }, () => caller.call({ action: "iam:ListRoles", send })));
  await vi.advanceTimersByTimeAsync(100);
  const before = caller.apiCalls.total;
  abort.abort(new Error("the scan was stopped"));
  await vi.runAllTimersAsync();
  expect(caller.apiCalls.total).toBe(before);
  expect((await calls).at(-1)).toMatchObject({ status: "rejected", reason: new Error("the scan was stopped") });
});

it("at most eight calls are in flight at once", async () => {
  const caller = newCaller();
  let [inFlight, most] = [0, 0];
  const send = async () => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    inFlight -= 1;
  };
  const calls = Promise.all(Array.from({ length: 30 }, () => caller.call({ action: "iam:ListRoles", send })));
  await vi.runAllTimersAsync();
  await calls;
  expect(most).toBe(8);
});

describe("lanes", () => {
  const isShared = (a: [string, string], b: [string, string]) => {
    const lanes = createLanes(50);
    return lanes.laneOf(...a) === lanes.laneOf(...b);
  };

  it.each<[string, [string, string], [string, string], boolean]>([
    ["of one API are shared", ["iam:GetUser", "us-east-1"], ["iam:ListUsers", "eu-west-1"], true],
    ["of two APIs are not", ["iam:GetUser", "us-east-1"], ["sts:AssumeRole", "us-east-1"], false],
    ["of CloudTrail are one a Region", ["cloudtrail:LookupEvents", "a"], ["cloudtrail:LookupEvents", "b"], false],
    ["of Roles Anywhere are one an action", ["rolesanywhere:ListX", "a"], ["rolesanywhere:ListY", "a"], false],
    ["of Roles Anywhere are one a Region", ["rolesanywhere:ListX", "a"], ["rolesanywhere:ListX", "b"], false],
    ["of one action in one Region are shared", ["rolesanywhere:ListX", "a"], ["rolesanywhere:ListX", "a"], true],
  ])("%s", (_, a, b, shared) => {
    expect(isShared(a, b)).toBe(shared);
  });

  it("have the tenant's ceiling, and AWS's published limit where that is lower, whatever the ceiling becomes", () => {
    const lanes = createLanes(50);
    const actions = ["iam:GetUser", "cloudtrail:LookupEvents", "rolesanywhere:ListProfiles"];
    const rates = () => actions.map((action) => lanes.laneOf(action, "us-east-1").budget.ratePerSecond);
    expect(rates()).toEqual([20, 1, 1]);
    lanes.setCeiling(5);
    expect(rates()).toEqual([5, 1, 1]);
    expect(lanes.laneOf("organizations:ListRoots").budget.ratePerSecond).toBe(5);
  });
});

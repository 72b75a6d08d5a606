import { expect, it } from "vitest";
import { Faults, RateLimiter } from "./traffic.ts";

it("lets a burst through, then as many calls as the rate gives back, for each bucket apart", () => {
  const limiter = new RateLimiter({ callsPerSecond: 2, burst: 3 });
  const allowedAt = (nowMs: number, count: number, bucket = "iam 1") =>
    Array.from({ length: count }, () => limiter.allows(bucket, nowMs)).filter(Boolean).length;
  expect(allowedAt(0, 5)).toBe(3);
  expect(allowedAt(499, 1)).toBe(0);
  expect(allowedAt(1000, 5)).toBe(2);
  expect(allowedAt(1000, 5, "sts 1")).toBe(3);
  expect(allowedAt(60_000, 5)).toBe(3);
  limiter.set(null);
  expect(allowedAt(60_000, 50)).toBe(50);
});

it("gives out faults in order, to the action and the account they are for", () => {
  const faults = new Faults();
  faults.add({ action: "ListUsers", kind: "Throttling", awsAccountId: "1" });
  faults.add({ action: "*", kind: "ServiceFailure", times: 2 });
  expect(faults.take("ListUsers", "2")?.kind).toBe("ServiceFailure");
  expect(faults.take("ListUsers", "1")?.kind).toBe("Throttling");
  expect(faults.take("GetUser", "1")?.kind).toBe("ServiceFailure");
  expect(faults.take("GetUser", "1")).toBeNull();
});

import { expect, test } from "vitest";
import { createTenantShares } from "./tenant-shares.ts";

function makeShares(perTenant: number) {
  const clock = { ms: 0 };
  const shares = createTenantShares(perTenant, () => clock.ms);
  const place = (tenant: string) => {
    const share = shares.take(tenant);
    if (share.kind !== "place") throw new Error(`${tenant} has no place`);
    return share.release;
  };
  const afterMs = (tenant: string) => {
    const share = shares.take(tenant);
    return share.kind === "later" ? share.afterMs : null;
  };
  return { clock, place, afterMs };
}

test("a tenant has its part of the places, and another one its own", () => {
  const { place, afterMs } = makeShares(2);
  const [first] = [place("a"), place("a")];
  expect(afterMs("a")).toBeGreaterThan(0);
  place("b");
  first?.();
  place("a");
  expect(afterMs("a")).toBeGreaterThan(0);
});

test("what carries no tenant has as many as there are", () => {
  const { place } = makeShares(1);
  for (let n = 0; n < 5; n++) place("");
});

test("what comes back later comes back one after the other, at the pace at which places come free, and within ten seconds", () => {
  const { clock, place, afterMs } = makeShares(2);
  for (let run = 0; run < 30; run++) {
    const release = place("a");
    clock.ms += 1_000;
    release();
  }
  place("a");
  place("a");
  const waits = Array.from({ length: 50 }, () => afterMs("a")!);
  expect(waits.slice(0, 4).map((ms) => Math.round(ms / 100))).toEqual([6, 11, 16, 21]);
  expect(Math.max(...waits)).toBe(10_000);
  clock.ms += 60_000;
  expect(afterMs("a")).toBeLessThan(1_000);
});

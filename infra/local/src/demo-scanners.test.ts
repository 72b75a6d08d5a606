import { expect, test } from "vitest";
import { carryOut, type Scan } from "./demo-scanners.ts";
import type { ScanOrder } from "./demo-scans.ts";

const orders: ScanOrder[] = ["a", "b", "c", "d", "e"].map((accountId) => ({
  ...{ at: "2026-06-01T00:00:00.000Z", accountId, kinds: ["inventory"], decisions: [] },
}));

test("each order is carried out once, by whoever is free, in the order that they were given in", async () => {
  const begun: string[] = [];
  const slow: Scan = async ({ accountId }) => {
    begun.push(`slow ${accountId}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const quick: Scan = async ({ accountId }) => {
    begun.push(`quick ${accountId}`);
  };
  await carryOut(orders, [slow, quick]);
  expect(begun).toEqual(["slow a", "quick b", "quick c", "quick d", "quick e"]);
});

test("a scan that fails ends the replay of its day", async () => {
  const fails: Scan = () => Promise.reject(new Error("no database"));
  await expect(carryOut(orders, [fails, async () => {}])).rejects.toThrow("no database");
});

test("a day on which nothing is due is over at once", async () => {
  await carryOut([], [() => Promise.reject(new Error("nothing is due"))]);
});

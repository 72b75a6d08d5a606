import { expect, test } from "vitest";
import { LABELLED_OTHERWISE, RETIRED_READS, RETIRED_SERVICES } from "./action-corrections.ts";
import table from "./action-levels.json" with { type: "json" };
import { ACTION_DATA, actionsOf, SERVICES } from "./action-levels.ts";
import { PROBES } from "./escalations.ts";
import { readActionDataVersion, readActionLevels } from "./published-actions-fixture.ts";

const named = (service: string) => actionsOf(service)?.places;

test("the table of access levels is what AWS publishes", async () => {
  expect(table).toEqual(await readActionLevels());
});

test("the version that is shown is the one that the table was written from", async () => {
  expect(ACTION_DATA).toEqual(await readActionDataVersion());
});

test("a correction is of an action that AWS publishes, and labels otherwise", () => {
  for (const action of LABELLED_OTHERWISE) {
    const [service = "", name = ""] = action.split(":");
    const { writes } = table[service as keyof typeof table];
    expect(writes.toLowerCase().split(" ")).toContain(name);
  }
});

test("what is called retired is published no more", () => {
  expect(SERVICES.filter((service) => RETIRED_SERVICES.has(service))).toEqual([]);
  for (const action of RETIRED_READS)
    expect(named(action.split(":")[0] ?? "")?.has(action.split(":")[1] ?? "") ?? false).toBe(false);
});

test("every action that a policy is asked about is published", () => {
  const missing = [...PROBES.values()].filter(({ action }) => {
    const [service = "", name = ""] = action.toLowerCase().split(":");
    return !named(service)?.has(name);
  });
  expect(missing).toEqual([]);
});

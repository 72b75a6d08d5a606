import type { MigrationDetail } from "@rolecall/domain";
import { expect, test } from "vitest";
import { stagePath } from "./stage-path.ts";

type Standing = Parameters<typeof stagePath>[0];
type Stage = MigrationDetail["stage"];

const day = (number: number): Date => new Date(Date.UTC(2026, 5, number));
const reached = (stage: Stage, from: number): Standing["history"][number] => ({
  stage,
  target: "github_actions_oidc",
  from: day(from),
  to: null,
  scanId: null,
});
const proof = (stage: Standing["evidence"][number]["stage"], at: number): Standing["evidence"][number] => ({
  stage,
  sentence: "It is so.",
  source: "inventory",
  at: day(at),
  scanId: null,
});
const standing = (over: Partial<Standing>): Standing => ({
  stage: "identified",
  target: "github_actions_oidc",
  evidence: [],
  history: [reached("identified", 1)],
  ...over,
});
const shown = (over: Partial<Standing>) =>
  stagePath(standing(over)).map(({ stage, state, at }) => [stage, state, at?.getUTCDate() ?? null].join(" ").trim());

test("what is proved has its day, and what comes is ahead", () => {
  expect(
    shown({
      stage: "role_ready",
      evidence: [proof("planned", 3), proof("role_ready", 9)],
      history: [reached("identified", 1), reached("planned", 4), reached("role_ready", 9)],
    }),
  ).toEqual([
    "identified proved 1",
    "planned proved 4",
    "role_ready current 9",
    ...["adopted", "quiet", "deactivated", "deleted", "removed", "verified"].map((stage) => `${stage} ahead`),
  ]);
});

test("a stage that was reached, lost and reached again has the later day", () => {
  const history = [reached("planned", 2), reached("identified", 4), reached("planned", 6)];
  expect(shown({ stage: "planned", evidence: [proof("planned", 6)], history })[1]).toBe("planned current 6");
});

test("keys that are inactive without a plan skip what was not proved", () => {
  const steps = shown({ stage: "deactivated", evidence: [proof("deactivated", 5)] });
  expect(steps[1]).toBe("planned skipped");
  expect(steps[5]).toBe("deactivated current 5");
});

test.each<[Stage, string]>([
  ["blocked", "planned current 3"],
  ["excepted", "planned current 3"],
])("a migration that is %s keeps what was proved", (stage, step) => {
  expect(shown({ stage, evidence: [proof("planned", 3)] })).toContain(step);
});

test("without a successor no role is waited for, and the end is its own", () => {
  const steps = stagePath(standing({ stage: "retired", target: "remove" }));
  expect(steps.map(({ stage }) => stage)).not.toContain("role_ready");
  expect(steps.at(-1)).toMatchObject({ stage: "verified", state: "current" });
});

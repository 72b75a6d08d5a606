import { expect, test } from "vitest";
import { lifeSteps } from "./rotation-life.ts";

const on = (day: string) => new Date(`${day}T08:00:00Z`);
const COMPLETE = {
  oldCredentialId: "old",
  oldAccessKeyId: "AKIAOLD",
  newCredentialId: "new",
  newAccessKeyId: "AKIANEW",
  stage: "complete",
  startedAt: on("2026-05-01"),
  oldAgeDaysAtStart: 120,
  oldQuietSince: on("2026-05-10"),
  startedAtLatest: false,
  newUsedSince: on("2026-05-12"),
  newUsedAtLatest: false,
  oldDeactivatedAt: on("2026-05-20"),
  oldDeletedAt: on("2026-06-01"),
  overlapDays: 19,
  cutOverDays: 19,
  sentence: "",
} as const;
const OPEN = {
  ...COMPLETE,
  oldQuietSince: null,
  oldDeactivatedAt: null,
  oldDeletedAt: null,
  cutOverDays: null,
} as const;

const texts = (rotation: Parameters<typeof lifeSteps>[0]) =>
  lifeSteps(rotation).map(({ label, text, state }) => `${label}: ${text} (${state})`);

test("a complete rotation has all its stations", () => {
  expect(texts(COMPLETE)).toEqual([
    "New key made: 2026-05-01 (done)",
    "New one in use: 2026-05-12 (done)",
    "Both active: 19 days (done)",
    "Old one quiet: 2026-05-10 (done)",
    "Deactivated: 2026-05-20 (done)",
    "Deleted: 2026-06-01 (done)",
  ]);
});

test("one in name only says where it went wrong", () => {
  expect(texts({ ...OPEN, stage: "in_name_only" }).slice(2)).toEqual([
    "Both active: 19 days (bad)",
    "Old one quiet: still in use (bad)",
    "Deactivated: not yet (open)",
    "Deleted: not yet (open)",
  ]);
});

test("an old key that went quiet long after the new one was in use says until when it was used", () => {
  expect(texts({ ...OPEN, stage: "in_name_only", oldQuietSince: on("2026-06-14") })[3]).toBe(
    "Old one quiet: in use until 2026-06-14 (bad)",
  );
});

test("what is not known is not said to be so", () => {
  expect(texts({ ...OPEN, stage: "complete", newUsedSince: null, overlapDays: null }).slice(1)).toEqual([
    "New one in use: no use known (open)",
    "Both active: for a time that is not known (done)",
    "Old one quiet: not known since when (open)",
    "Deactivated: not seen (open)",
    "Deleted: at a time that is not known (open)",
  ]);
});

test("what is known as a bound alone is shown as one", () => {
  expect(texts({ ...OPEN, stage: "overlapping", startedAtLatest: true, newUsedAtLatest: true }).slice(0, 2)).toEqual([
    "New key made: by 2026-05-01 (done)",
    "New one in use: by 2026-05-12 (done)",
  ]);
});

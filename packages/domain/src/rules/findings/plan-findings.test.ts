import { describe, expect, it } from "vitest";
import type { Resolution } from "../../judgement/finding.ts";
import type { Verdict } from "../../judgement/judged.ts";
import type { JudgedFinding } from "../../judgement/judged-finding.ts";
import { planEnd, planFindings, type ToPlan } from "./plan-findings.ts";

const FIRST = new Date("2026-06-01T10:00:00Z");
const NOW = new Date("2026-06-02T10:00:00Z");
const PROOF: Resolution = { kind: "corrected", sentence: "It is right now.", scanId: "scan" };

const verdictOf = (over: Partial<Verdict> = {}): Verdict => ({
  checkId: "credential_overdue",
  subject: "credential",
  subjectId: "key",
  resourceName: "AKIAKEY",
  userRecordId: "user",
  owner: null,
  result: "fail",
  severity: "medium",
  sentence: "It must have been rotated by 2026-05-01.",
  facts: [{ field: "deadlineAt", value: "2026-05-01T00:00:00.000Z" }],
  grade: null,
  ...over,
});

const findingOf = (over: Partial<JudgedFinding> = {}): JudgedFinding => {
  const { result: _, ...told } = verdictOf();
  return {
    ...told,
    id: "finding",
    isOpen: true,
    isProvisional: false,
    firstOpenedAt: FIRST,
    openedAt: FIRST,
    timesOpened: 1,
    resolvedAt: null,
    resolution: null,
    ...over,
  };
};
const RESOLVED = { isOpen: false, resolvedAt: FIRST, resolution: PROOF };

const plan = (known: JudgedFinding[], verdicts: Verdict[], over: Partial<ToPlan> = {}) =>
  planFindings({
    at: NOW,
    scanId: "scan",
    known,
    verdicts,
    isProvisional: () => false,
    prove: () => PROOF,
    newId: () => "new",
    ...over,
  });
const NOTHING = { findings: [], continued: [], ended: [], begun: [] };

describe("a fail", () => {
  it("opens a finding, with its first period", () => {
    const { findings, begun, ended } = plan([], [verdictOf()]);
    expect(findings).toEqual([findingOf({ id: "new", firstOpenedAt: NOW, openedAt: NOW })]);
    expect(begun).toMatchObject([{ findingId: "new", openedAt: NOW, openedScanId: "scan", severity: "medium" }]);
    expect(ended).toEqual([]);
  });

  it("that was known writes nothing", () => {
    expect(plan([findingOf()], [verdictOf()])).toEqual(NOTHING);
  });

  it("of what was resolved opens the same finding again", () => {
    const { findings, begun } = plan([findingOf(RESOLVED)], [verdictOf()]);
    expect(findings).toEqual([findingOf({ openedAt: NOW, timesOpened: 2 })]);
    expect(begun).toMatchObject([{ findingId: "finding", openedAt: NOW }]);
  });

  it.each([
    ["severity", { severity: "high" as const }],
    ["sentence", { sentence: "It must have been rotated by 2026-04-01." }],
    ["facts", { facts: [] }],
    ["grade", { grade: "weak" as const }],
  ])("with another %s ends the period, and another one goes on from it", (_, over) => {
    const { findings, begun, ended } = plan([findingOf()], [verdictOf(over)]);
    expect(findings).toEqual([findingOf(over)]);
    expect(ended).toEqual([{ findingId: "finding", resolution: null }]);
    expect(begun).toMatchObject([{ findingId: "finding", openedAt: NOW, ...over }]);
  });

  it("of a resource with another name or owner is the same finding in the same period", () => {
    const { findings, begun, ended } = plan([findingOf()], [verdictOf({ resourceName: "renamed", owner: "search" })]);
    expect(findings).toEqual([findingOf({ resourceName: "renamed", owner: "search" })]);
    expect([begun, ended]).toEqual([[], []]);
  });

  it("that is firm now is written once, and begins no period", () => {
    const { findings, begun } = plan([findingOf({ isProvisional: true })], [verdictOf()]);
    expect(findings).toEqual([findingOf()]);
    expect(begun).toEqual([]);
  });

  it("after a pass of the same instant takes the pass back", () => {
    const resolvedNow = findingOf({ isOpen: false, resolvedAt: NOW, resolution: PROOF });
    expect(plan([resolvedNow], [verdictOf()])).toEqual({ ...NOTHING, findings: [findingOf()], continued: ["finding"] });
  });
});

describe("a pass", () => {
  const pass = verdictOf({ result: "pass", sentence: "It is young." });

  it("resolves the finding, with a proof", () => {
    const { findings, ended } = plan([findingOf({ isProvisional: true })], [pass]);
    expect(findings).toEqual([findingOf({ isOpen: false, resolvedAt: NOW, resolution: PROOF })]);
    expect(ended).toEqual([{ findingId: "finding", resolution: PROOF }]);
  });

  it.each([
    ["of what was never open", []],
    ["of what is resolved", [findingOf(RESOLVED)]],
  ])("%s writes nothing", (_, known) => {
    expect(plan(known, [pass])).toEqual(NOTHING);
  });
});

describe("what cannot be told", () => {
  it.each([
    ["opens nothing", []],
    ["keeps open what is open", [findingOf()]],
    ["keeps resolved what is resolved", [findingOf(RESOLVED)]],
  ])("%s", (_, known) => {
    expect(plan(known, [verdictOf({ result: "unknown" })])).toEqual(NOTHING);
  });
});

it("a check that is not judged of its subject any more resolves its finding", () => {
  expect(plan([findingOf()], []).ended).toEqual([{ findingId: "finding", resolution: PROOF }]);
});

it("findings of other checks and subjects are told apart", () => {
  const other = findingOf({ id: "other", checkId: "credential_unused" });
  const { ended, findings } = plan([findingOf(), other], [verdictOf(), verdictOf({ subjectId: "second" })]);
  expect(ended).toEqual([{ findingId: "other", resolution: PROOF }]);
  expect(findings.map(({ id }) => id)).toEqual(["new", "other"]);
});

it("the end of a subject resolves what is open of it, and nothing else", () => {
  const { ended, begun } = planEnd(
    [findingOf(), findingOf({ id: "closed", subjectId: "x", ...RESOLVED })],
    NOW,
    () => PROOF,
  );
  expect(ended).toEqual([{ findingId: "finding", resolution: PROOF }]);
  expect(begun).toEqual([]);
});

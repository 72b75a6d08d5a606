import { describe, expect, test } from "vitest";
import type { CheckId, Severity } from "../judgement/check.ts";
import { MigrationStage } from "../migration/stages/stage.ts";
import { notJudgedInWords, type OpenWork, rankSteps } from "./rank-steps.ts";
import { STEP_TEXTS } from "./step-texts.ts";

const check = (checkId: CheckId, worst: Severity, open = 1): OpenWork["byCheck"][number] => ({
  ...{ checkId, title: checkId, open, excepted: 0, worst },
});
const work = (byCheck: OpenWork["byCheck"] = [], stages: Partial<OpenWork["stages"]> = {}): OpenWork => ({
  byCheck,
  stages: { ...Object.fromEntries(MigrationStage.options.map((stage) => [stage, 0])), ...stages } as OpenWork["stages"],
});
const named = ({ steps }: ReturnType<typeof rankSteps>): string[] =>
  steps.map(({ source }) => (source.kind === "findings" ? source.checkId : source.stage));

describe("what comes first", () => {
  test.each<[string, OpenWork, string[]]>([
    ["nothing is open", work(), []],
    [
      "what thieves may have in hand, before everything",
      work([
        check("root_access_key", "critical"),
        check("quarantine_policy", "critical"),
        check("root_mfa", "critical"),
      ]),
      ["quarantine_policy", "root_access_key", "root_mfa"],
    ],
    [
      "a safe step before one that is as grave, and before one that is a severity graver",
      work([
        check("console_user_mfa", "high"),
        check("credential_unused", "medium"),
        check("credential_overdue", "medium"),
      ]),
      ["credential_unused", "console_user_mfa", "credential_overdue"],
    ],
    [
      "a critical step before safe ones of little weight",
      work([check("credential_unused", "medium"), check("trust_public", "critical")]),
      ["trust_public", "credential_unused"],
    ],
    [
      "what is safe and high before what is critical and has to be agreed on, but not before what thieves have",
      work(
        [
          check("root_access_key", "critical"),
          check("credential_unused", "high"),
          check("quarantine_policy", "critical"),
        ],
        { quiet: 3 },
      ),
      ["quarantine_policy", "quiet", "credential_unused", "root_access_key"],
    ],
    [
      "an outsider in an administrator's role before one in an ordinary one",
      work([check("trust_external_without_id", "critical"), check("root_mfa", "high")]),
      ["trust_external_without_id", "root_mfa"],
    ],
    [
      "steps of migrations that are ready, before plans that wait for a role",
      work([], { planned: 9, quiet: 2, deactivated: 1, identified: 40, verified: 3 }),
      ["quiet", "deactivated", "planned"],
    ],
    [
      "checks that are excepted wherever they fail are no step",
      work([{ ...check("root_mfa", "high", 0), excepted: 2, worst: null }]),
      [],
    ],
    ["checks without a text wait in the list of findings", work([check("password_policy_reuse", "low", 12)]), []],
  ])("%s", (_, given, expected) => {
    expect(named(rankSteps(given))).toEqual(expected);
  });

  test("is seven steps at most, and says how many kinds are left", () => {
    const everything = work(
      STEP_TEXTS.flatMap(({ source }) => (source.kind === "findings" ? [check(source.checkId, "high")] : [])),
      { quiet: 1, deactivated: 1, deleted: 1, role_ready: 1, blocked: 1, planned: 1 },
    );
    const { steps, more } = rankSteps(everything);
    expect(steps).toHaveLength(7);
    expect(more).toBe(STEP_TEXTS.length - 7);
  });

  test("counts in words as one would say it", () => {
    const [one] = rankSteps(work([check("credential_unused", "medium")])).steps;
    const [many] = rankSteps(work([check("credential_unused", "medium", 1_204)])).steps;
    expect(one?.what).toBe("Deactivate a credential that nobody uses");
    expect(many?.what).toBe("Deactivate 1,204 credentials that nobody uses");
  });
});

test("each step is short enough to be read at a glance, and none stands twice", () => {
  for (const { one, many, why } of STEP_TEXTS) {
    expect(many).toContain("#");
    for (const text of [one, many, why]) expect(text.split(" ").length).toBeLessThanOrEqual(12);
  }
  expect(new Set(STEP_TEXTS.map(({ source }) => JSON.stringify(source))).size).toBe(STEP_TEXTS.length);
});

test.each([
  [0, null],
  [1, "1 account has not been judged yet and may have more: that follows its first scan."],
  [1_001, "1,001 accounts have not been judged yet and may have more: that follows their first scans."],
])("%i accounts that are not judged yet are told", (accounts, words) => {
  expect(notJudgedInWords(accounts)).toBe(words);
});

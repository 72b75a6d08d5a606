import { describe, expect, test } from "vitest";
import { Power } from "../../inventory/trust-grade.ts";
import { type Benchmark, CheckDefinition, CheckId, type ControlRef, Severity } from "../../judgement/check.ts";
import benchmarkItems from "./benchmark-items.cases.json" with { type: "json" };
import { CHECKS } from "./catalogue.ts";
import { UNASSESSED_CONTROLS } from "./unassessed-controls.ts";
import { weigh } from "./weigh.ts";

type Answer = Omit<ControlRef, "benchmark">;
const answersOf = (benchmark: Benchmark): Answer[] =>
  [...CHECKS.flatMap(({ controls }) => controls), ...UNASSESSED_CONTROLS]
    .filter((ref) => ref.benchmark === benchmark)
    .map(({ control, level }) => ({ control, level }));

const unique = (answers: readonly Answer[]): string[] =>
  [...new Set(answers.map(({ control, level }) => `${control} level ${level}`))].sort();

describe("the catalogue", () => {
  test("defines each check once", () => {
    expect(CHECKS.map(({ id }) => id)).toEqual(CheckId.options);
  });

  test.each(CHECKS)("$id says what, why and what to do", (check) => {
    const definition = CheckDefinition.parse(check);
    for (const text of [definition.title, definition.why, definition.fix, definition.source]) {
      expect(text.trim()).not.toBe("");
    }
    const answered = definition.controls.map(({ benchmark, control }) => `${benchmark} ${control}`);
    expect(new Set(answered).size).toBe(answered.length);
  });

  test.each([
    ["cis_7.0.0", "v7"],
    ["cis_6.0.0", "v6"],
    ["cis_5.0.0", "v5"],
  ] as const)("answers or sets aside every item of %s on identities, and no other", (benchmark, version) => {
    const items = benchmarkItems.flatMap((item) => {
      const control = item[version];
      return control === null ? [] : [{ control, level: item.level as 1 | 2 }];
    });
    expect(unique(answersOf(benchmark))).toEqual(unique(items));
  });

  test("answers or sets aside every control of Security Hub in the table", () => {
    const texts = [
      ...CHECKS.map(({ source }) => source.replaceAll("#iam-", " IAM.")),
      ...UNASSESSED_CONTROLS.map(({ reason }) => reason),
    ];
    const named = new Set(texts.flatMap((text) => text.match(/IAM\.\d+/g) ?? []));
    for (const { securityHub } of benchmarkItems) if (securityHub) expect(named).toContain(securityHub);
  });

  test("answers every control on identities of AWS Foundational Security Best Practices", () => {
    const controls = answersOf("afsbp_1.0.0").map(({ control }) => control);
    expect(controls.toSorted()).toEqual([
      "IAM.1",
      "IAM.2",
      "IAM.21",
      "IAM.3",
      "IAM.4",
      "IAM.5",
      "IAM.6",
      "IAM.7",
      "IAM.8",
    ]);
  });

  test.each([
    ["nist_800_53_r5", ["AC-2(1)", "AC-2(3)", "AC-3(15)", "AC-6", "AC-6(2)", "AC-6(10)", "IA-2(1)", "IA-5"]],
    ["pci_dss_4.0.1", ["8.2.6", "8.3.6", "8.3.7", "8.3.9", "8.3.10.1", "8.4.2", "8.6.1", "8.6.2", "8.6.3", "7.2.4"]],
  ] as const)("answers or sets aside the controls of %s in the table", (benchmark, controls) => {
    expect(answersOf(benchmark).map(({ control }) => control)).toEqual(expect.arrayContaining([...controls]));
  });

  test("sets nothing aside that a check answers", () => {
    const answered = new Set(
      CHECKS.flatMap(({ controls }) => controls).map(({ benchmark, control }) => `${benchmark} ${control}`),
    );
    for (const { benchmark, control, reason } of UNASSESSED_CONTROLS) {
      expect(answered).not.toContain(`${benchmark} ${control}`);
      expect(reason).not.toBe("");
    }
  });
});

describe("weight", () => {
  test.each<[Severity, Record<Power, Severity>]>([
    [
      "critical",
      {
        admin: "critical",
        escalation: "critical",
        write: "critical",
        read: "critical",
        unknown: "critical",
        none: "high",
      },
    ],
    [
      "high",
      { admin: "critical", escalation: "critical", write: "high", read: "high", unknown: "high", none: "medium" },
    ],
    ["medium", { admin: "high", escalation: "high", write: "medium", read: "medium", unknown: "medium", none: "low" }],
    ["low", { admin: "medium", escalation: "medium", write: "low", read: "low", unknown: "low", none: "info" }],
    ["info", { admin: "info", escalation: "info", write: "info", read: "info", unknown: "info", none: "info" }],
  ])("of %s", (severity, expected) => {
    expect(Object.fromEntries(Power.options.map((power) => [power, weigh(severity, power)]))).toEqual(expected);
  });

  test("keeps the order of severities", () => {
    for (const power of Power.options) {
      const weighed = Severity.options.map((severity) => Severity.options.indexOf(weigh(severity, power)));
      expect(weighed).toEqual(weighed.toSorted((a, b) => a - b));
    }
  });
});

import {
  type KeyAgeSeries,
  type MigrationFlow,
  type MigrationProgress,
  MigrationStage,
  type RotationSeries,
  TARGETS,
} from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  burndownChart,
  DARK_PALETTE,
  flowChart,
  GAP_NOTE,
  keyAgeChart,
  keyAgeNowChart,
  LIGHT_PALETTE,
  MIGRATION_BANDS,
  overdueChart,
  renderSvg,
  rotationChart,
} from "./index.ts";
import { carriedSpans, tickLabels, timeTicks } from "./options/days.ts";
import { formatPercent } from "./options/style.ts";

const size = { width: 600, height: 300, title: "Users & roles", description: "Users <fall>, roles rise" };
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);

type Stages = Partial<Record<MigrationStage, number>>;
const NOBODY = Object.fromEntries(MigrationStage.options.map((stage) => [stage, 0])) as Record<MigrationStage, number>;

function progressOf(points: { day: string; stages: Stages }[]): MigrationProgress {
  return {
    from: "2026-01-01",
    to: "2026-12-31",
    interval: "day",
    points: points.map(({ day, stages }) => {
      const scope = Object.values(stages).reduce((sum, count) => sum + count, 0);
      return { day, stages: { ...NOBODY, ...stages }, scope, moved: 0, retired: 0, excepted: 0, left: 0 };
    }),
    forecast: { intervals: [], pacePerWeek: 0, paceNeeded: null, reason: null },
  };
}
/** Active keys and overdue ones. */
const keysOf = (points: { day: string; keys: number; carried?: number }[]): RotationSeries => ({
  ...rotationOf(points.map(({ day }) => ({ day, percent: 80 }))),
  points: points.map(({ day, keys, carried = 0 }) => ({
    ...rotationOf([{ day, percent: 80 }]).points[0]!,
    accountsCarried: carried,
    activeKeys: keys,
    activeKeysOverdue: 40,
  })),
});
const NO_KEYS = { ok: 0, dueSoon: 0, overdue: 0, unused: 0, excepted: 0, unknown: 0 };
const rotationOf = (
  points: { day: string; percent: number | null; states?: Partial<typeof NO_KEYS> }[],
): RotationSeries => ({
  from: "2026-01-01",
  to: "2026-12-31",
  interval: "day",
  points: points.map(({ day, percent, states }) => ({
    day,
    accountsCarried: 0,
    activeKeys: 10,
    activeKeysOverdue: 1,
    compliantPercent: percent,
    states: { ...NO_KEYS, ...states },
    rotationsStarted: 0,
    rotationsCompleted: 0,
  })),
  medianCutOverDays: null,
  inNameOnly: 0,
  deadlocked: 0,
});
const ACTIVE = "Active";
const counts = { d0_30: 4, d31_60: 3, d61_90: 2, d91_180: 1, d181_365: 0, d366: 1200 };

type DrawnSeries = { name: string; data: { value: [number, number | null] }[]; lineStyle?: { type?: unknown } };
const seriesOf = (option: object): DrawnSeries[] => ("series" in option ? (option.series as DrawnSeries[]) : []);
const valuesOf = (series: DrawnSeries | undefined) => series?.data.map(({ value }) => value[1]);
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe("what was not measured", () => {
  const carried = keysOf([
    { day: "2026-03-01", keys: 10 },
    { day: "2026-03-02", keys: 11 },
    { day: "2026-03-03", keys: 11, carried: 2 },
    { day: "2026-03-04", keys: 13 },
  ]);

  it("is dashed, apart from what was", () => {
    const [measured, dashed] = seriesOf(overdueChart(carried)).filter(({ name }) => name === ACTIVE);
    expect(valuesOf(measured)).toEqual([10, 11, null, 13]);
    expect(valuesOf(dashed)).toEqual([null, 11, 11, 13]);
    expect(dashed?.lineStyle?.type).toEqual([3, 4]);
    expect(measured?.lineStyle?.type).toBeUndefined();
  });

  it("is said in the legend, and only where there is such a day", () => {
    expect(textsOf(renderSvg(overdueChart(carried), size))).toContain(GAP_NOTE);
    const complete = keysOf([{ day: "2026-03-01", keys: 10 }]);
    expect(textsOf(renderSvg(overdueChart(complete), size))).not.toContain(GAP_NOTE);
  });

  it("is banded from the middle before to the middle after", () => {
    const noon = 43_200_000;
    expect(carriedSpans(carried.points)).toEqual([
      { fromMs: utc("2026-03-02") + noon, toMs: utc("2026-03-03") + noon },
    ]);
  });

  it("is a hole where the value is unknown", () => {
    const option = rotationChart(
      rotationOf([
        { day: "2026-03-01", percent: 80 },
        { day: "2026-03-02", percent: null },
        { day: "2026-03-03", percent: 0 },
      ]),
    );
    expect(valuesOf(seriesOf(option)[0])).toEqual([80, null, 0]);
  });

  it("stands beside the percentage that leaves it out, and only where there is any", () => {
    const plain = rotationOf([{ day: "2026-03-01", percent: 80, states: { ok: 8, overdue: 2 } }]);
    expect(seriesOf(rotationChart(plain)).map(({ name }) => name)).toEqual(["Within their deadline"]);
    const option = rotationChart(
      rotationOf([
        { day: "2026-03-01", percent: 100, states: { ok: 7, excepted: 1, unknown: 2 } },
        { day: "2026-03-02", percent: 100, states: { ok: 10 } },
      ]),
    );
    expect(seriesOf(option).map((line) => [line.name, valuesOf(line)])).toEqual([
      ["Within their deadline", [100, 100]],
      ["Excepted, of all", [10, 0]],
      ["Age unknown, of all", [20, 0]],
    ]);
  });

  it("is a hole where days are missing, without a point in between", () => {
    const option = overdueChart(
      keysOf([
        { day: "2026-03-01", keys: 10 },
        { day: "2026-03-09", keys: 20 },
      ]),
    );
    expect(valuesOf(seriesOf(option).find(({ name }) => name === ACTIVE))).toEqual([10, null, 20]);
  });

  it("is a band of its own where the age of keys is unknown", () => {
    const series: KeyAgeSeries = {
      from: "2026-03-01",
      to: "2026-03-01",
      interval: "day",
      points: [
        {
          day: "2026-03-01",
          accountsCarried: 0,
          activeKeys: 1215,
          activeKeysByAge: counts,
          activeKeysOverdue: 0,
          ageUnknown: 5,
          averageAgeDays: null,
        },
      ],
    };
    expect(valuesOf(seriesOf(keyAgeChart(series)).at(-1))).toEqual([5]);
    expect(seriesOf(keyAgeChart(series)).at(-1)?.name).toBe("age unknown");
  });

  it("counts what it is told to count", () => {
    const series: KeyAgeSeries = {
      from: "2026-03-01",
      to: "2026-03-01",
      interval: "day",
      points: [
        {
          day: "2026-03-01",
          accountsCarried: 0,
          activeKeys: 1210,
          activeKeysByAge: counts,
          activeKeysOverdue: 0,
          ageUnknown: 0,
          averageAgeDays: null,
        },
      ],
    };
    expect(keyAgeChart(series)).toMatchObject({ yAxis: { name: "active access keys" } });
    expect(keyAgeChart(series, { unit: "active credentials" })).toMatchObject({
      yAxis: { name: "active credentials" },
    });
  });
});

describe("the way from users to roles", () => {
  const two = progressOf([
    { day: "2026-03-01", stages: { identified: 8, planned: 2 } },
    { day: "2026-03-02", stages: { identified: 5, role_ready: 2, quiet: 1, verified: 1, removed: 1, retired: 2 } },
  ]);

  it("stacks what is left below what is done, and draws the scope apart", () => {
    expect(seriesOf(burndownChart(two)).map((line) => [line.name, valuesOf(line)])).toEqual([
      ["Identified", [8, 5]],
      ["Planned", [2, 0]],
      ["In progress", [0, 3]],
      ["Retired", [0, 2]],
      ["Moved", [0, 2]],
      ["Scope", [10, 12]],
    ]);
  });

  it("goes on to the target date, and to the days on which the last one is likely to be done", () => {
    const likely = {
      percent: 85 as const,
      from: new Date("2026-04-01T00:00:00Z"),
      to: new Date("2026-06-01T00:00:00Z"),
    };
    const progress = { ...two, forecast: { ...two.forecast, intervals: [likely] } };
    const ends = (option: object) => (option as { xAxis: { max: number } }).xAxis.max;
    expect(ends(burndownChart(progress))).toBe(utc("2026-03-02"));
    expect(ends(burndownChart(progress, {}, { targetDate: null }))).toBe(utc("2026-06-01"));
    const drawn = burndownChart(progress, {}, { targetDate: "2026-07-01" });
    expect(ends(drawn)).toBe(utc("2026-07-01"));
    expect(textsOf(renderSvg(drawn, size))).toEqual(
      expect.arrayContaining(["Target date", "Last one done (85 % likely)"]),
    );
  });

  it("leaves out what lies too far ahead to be drawn", () => {
    const never = { percent: 85 as const, from: new Date("2029-01-01T00:00:00Z"), to: null };
    const progress = { ...two, forecast: { ...two.forecast, intervals: [never] } };
    const drawn = burndownChart(progress, {}, { targetDate: "2031-01-01" });
    expect(textsOf(renderSvg(drawn, size))).not.toContain("Last one done (85 % likely)");
    expect(textsOf(renderSvg(drawn, size))).not.toContain("Target date");
  });

  it("counts each stage in one band", () => {
    expect(MIGRATION_BANDS.flatMap(({ stages }) => stages).toSorted()).toEqual(MigrationStage.options.toSorted());
  });

  it("says that there is nobody to migrate, and draws no axis", () => {
    expect(textsOf(renderSvg(burndownChart(progressOf([])), size))).toEqual(["No user to migrate is known yet"]);
  });
});

describe("the flow from types of user to types of target", () => {
  const flow = (
    userType: MigrationFlow["userType"],
    target: MigrationFlow["target"],
    stages: Stages,
  ): MigrationFlow => ({
    ...{ userType, target, stages: { ...NOBODY, ...stages } },
    users: Object.values(stages).reduce((sum, count) => sum + count, 0),
  });
  const rows = [
    flow("keys", "github_actions_oidc", { verified: 3, identified: 1 }),
    flow("console", "identity_center", { planned: 2 }),
    flow("keys", "remove", { retired: 4 }),
  ];

  it("names each type, target and standing with its users", () => {
    const texts = textsOf(renderSvg(flowChart(rows), { ...size, height: 400 }));
    expect(texts.toSorted()).toEqual(
      [
        ...["Console only  2", "Keys only  8", "Moved  3", "Identified  1", "Planned  2", "Retired  4"],
        ...[
          `${TARGETS.github_actions_oidc.label}  4`,
          `${TARGETS.identity_center.label}  2`,
          `${TARGETS.remove.label}  4`,
        ],
      ].toSorted(),
    );
  });

  it("says that there is nobody to migrate", () => {
    expect(textsOf(renderSvg(flowChart([]), size))).toEqual(["No user to migrate is known yet"]);
  });
});

describe("before the first scan", () => {
  const none = { from: "2026-01-01", to: "2026-12-31", interval: "day" as const, points: [] };
  it.each([
    ["key age", keyAgeChart(none)],
    ["key age now", keyAgeNowChart(null)],
    ["rotation", rotationChart(rotationOf([]))],
    ["overdue", overdueChart(rotationOf([]))],
  ])("%s says so and draws no axis", (_, option) => {
    expect(textsOf(renderSvg(option, size))).toEqual(["No scan yet"]);
  });

  it("no keys is not the same as no scan", () => {
    const zero = { d0_30: 0, d31_60: 0, d61_90: 0, d91_180: 0, d181_365: 0, d366: 0 };
    expect(textsOf(renderSvg(keyAgeNowChart(zero), size))).toEqual(["No active access keys"]);
  });
});

describe("the picture", () => {
  const series = keysOf([
    { day: "2026-01-01", keys: 900 },
    { day: "2026-01-02", keys: 1234 },
  ]);

  it("is named and described for those who cannot see it", () => {
    const svg = renderSvg(overdueChart(series), size);
    expect(svg).toMatch(/^<svg[^>]* role="img" aria-label="Users &amp; roles"><title>Users &amp; roles<\/title>/);
    expect(svg).toContain("<desc>Users &lt;fall&gt;, roles rise</desc>");
  });

  it("is the same text each time", () => {
    expect(renderSvg(overdueChart(series), size)).toBe(renderSvg(overdueChart(series), size));
  });

  it("labels the last values with their thousands", () => {
    expect(textsOf(renderSvg(overdueChart(series), size))).toEqual(expect.arrayContaining(["1,234", "40"]));
  });

  it("labels each band of age with its count and share", () => {
    expect(textsOf(renderSvg(keyAgeNowChart(counts), size))).toEqual(
      expect.arrayContaining(["0–30 days", "over a year", "1,200", "99.2%"]),
    );
  });

  it("takes its colours from the palette", () => {
    const dark = renderSvg(overdueChart(series, { palette: DARK_PALETTE }), size);
    expect(dark).toContain(DARK_PALETTE.bad);
    expect(dark).not.toContain(LIGHT_PALETTE.bad);
  });
});

describe("the time axis", () => {
  const labels = (from: string, to: string) => {
    const span = { fromMs: utc(from), toMs: utc(to) };
    return tickLabels(timeTicks(span), span);
  };
  it.each([
    ["2025-11-23", "2026-11-22", ["Jan 2026", "Mar", "May", "Jul", "Sep", "Nov"]],
    ["2026-09-01", "2027-02-10", ["Sep 2026", "Oct", "Nov", "Dec", "Jan 2027", "Feb"]],
    ["2026-02-26", "2026-03-02", ["26 Feb", "27 Feb", "28 Feb", "1 Mar", "2 Mar"]],
    ["2026-02-26", "2026-02-26", ["26 Feb"]],
  ])("%s to %s", (from, to, expected) => expect(labels(from, to)).toEqual(expected));
});

it("never rounds to everything or to nothing", () => {
  expect([99.97, 100, 0, 0.02, 87.46].map(formatPercent)).toEqual(["99.9%", "100%", "0%", "0.1%", "87.5%"]);
});

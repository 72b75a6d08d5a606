import type { KeyAgeSeries, MigrationSeries, RotationSeries } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  DARK_PALETTE,
  GAP_NOTE,
  keyAgeChart,
  keyAgeNowChart,
  LIGHT_PALETTE,
  migrationChart,
  overdueChart,
  renderSvg,
  rotationChart,
} from "./index.ts";
import { carriedSpans, tickLabels, timeTicks } from "./options/days.ts";
import { formatPercent } from "./options/style.ts";

const size = { width: 600, height: 300, title: "Users & roles", description: "Users <fall>, roles rise" };
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);

function migrationOf(points: { day: string; roles: number; carried?: number }[]): MigrationSeries {
  return {
    from: "2026-01-01",
    to: "2026-12-31",
    interval: "day",
    points: points.map(({ day, roles, carried = 0 }) => ({
      day,
      accountsCarried: carried,
      users: 1200,
      usersWithActiveKey: 40,
      usersWithConsolePassword: 0,
      roles,
      rolesUsed90Days: 0,
      identityCenterRoles: 0,
    })),
  };
}
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
const counts = { d0_30: 4, d31_60: 3, d61_90: 2, d91_180: 1, d181_365: 0, d366: 1200 };

type DrawnSeries = { name: string; data: { value: [number, number | null] }[]; lineStyle?: { type?: unknown } };
const seriesOf = (option: object): DrawnSeries[] => ("series" in option ? (option.series as DrawnSeries[]) : []);
const valuesOf = (series: DrawnSeries | undefined) => series?.data.map(({ value }) => value[1]);
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe("what was not measured", () => {
  const carried = migrationOf([
    { day: "2026-03-01", roles: 10 },
    { day: "2026-03-02", roles: 11 },
    { day: "2026-03-03", roles: 11, carried: 2 },
    { day: "2026-03-04", roles: 13 },
  ]);

  it("is dashed, apart from what was", () => {
    const [measured, dashed] = seriesOf(migrationChart(carried)).filter(({ name }) => name === "Roles");
    expect(valuesOf(measured)).toEqual([10, 11, null, 13]);
    expect(valuesOf(dashed)).toEqual([null, 11, 11, 13]);
    expect(dashed?.lineStyle?.type).toEqual([3, 4]);
    expect(measured?.lineStyle?.type).toBeUndefined();
  });

  it("is said in the legend, and only where there is such a day", () => {
    expect(textsOf(renderSvg(migrationChart(carried), size))).toContain(GAP_NOTE);
    const complete = migrationOf([{ day: "2026-03-01", roles: 10 }]);
    expect(textsOf(renderSvg(migrationChart(complete), size))).not.toContain(GAP_NOTE);
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
    const option = migrationChart(
      migrationOf([
        { day: "2026-03-01", roles: 10 },
        { day: "2026-03-09", roles: 20 },
      ]),
    );
    expect(valuesOf(seriesOf(option).find(({ name }) => name === "Roles"))).toEqual([10, null, 20]);
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

describe("before the first scan", () => {
  const none = { from: "2026-01-01", to: "2026-12-31", interval: "day" as const, points: [] };
  it.each([
    ["key age", keyAgeChart(none)],
    ["key age now", keyAgeNowChart(null)],
    ["rotation", rotationChart(rotationOf([]))],
    ["overdue", overdueChart(rotationOf([]))],
    ["migration", migrationChart(none)],
  ])("%s says so and draws no axis", (_, option) => {
    expect(textsOf(renderSvg(option, size))).toEqual(["No scan yet"]);
  });

  it("no keys is not the same as no scan", () => {
    const zero = { d0_30: 0, d31_60: 0, d61_90: 0, d91_180: 0, d181_365: 0, d366: 0 };
    expect(textsOf(renderSvg(keyAgeNowChart(zero), size))).toEqual(["No active access keys"]);
  });
});

describe("the picture", () => {
  const series = migrationOf([
    { day: "2026-01-01", roles: 900 },
    { day: "2026-01-02", roles: 1234 },
  ]);

  it("is named and described for those who cannot see it", () => {
    const svg = renderSvg(migrationChart(series), size);
    expect(svg).toMatch(/^<svg[^>]* role="img" aria-label="Users &amp; roles"><title>Users &amp; roles<\/title>/);
    expect(svg).toContain("<desc>Users &lt;fall&gt;, roles rise</desc>");
  });

  it("is the same text each time", () => {
    expect(renderSvg(migrationChart(series), size)).toBe(renderSvg(migrationChart(series), size));
  });

  it("labels the last values with their thousands", () => {
    expect(textsOf(renderSvg(migrationChart(series), size))).toEqual(expect.arrayContaining(["1,234", "1,200", "40"]));
  });

  it("labels each band of age with its count and share", () => {
    expect(textsOf(renderSvg(keyAgeNowChart(counts), size))).toEqual(
      expect.arrayContaining(["0–30 days", "over a year", "1,200", "99.2%"]),
    );
  });

  it("takes its colours from the palette", () => {
    const dark = renderSvg(migrationChart(series, { palette: DARK_PALETTE }), size);
    expect(dark).toContain(DARK_PALETTE.roles);
    expect(dark).not.toContain(LIGHT_PALETTE.roles);
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

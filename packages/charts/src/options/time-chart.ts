import type { Interval } from "@rolecall/domain";
import type { EChartsOption, LineSeriesOption } from "echarts";
import { type Ahead, aheadSeries, endOf, LIKELY_END } from "./ahead.ts";
import { timeAxis, valueAxis } from "./axes.ts";
import { carriedSpans, type DayPoint, dayStartMs, formatDay, withHoles } from "./days.ts";
import { baseOption, FONT_SIZE, type ResolvedStyle } from "./style.ts";

/** One quantity over time. Null is a hole: the value is unknown, which is not zero. */
export type Line<T> = {
  name: string;
  color: string;
  read: (point: T) => number | null;
  emphasis?: "strong" | "quiet";
  /** `stacked`: areas are stacked on each other, in order. */
  area?: "stacked" | "soft";
  label?: boolean;
};

export type TimeChart<T> = {
  series: { from: string; to: string; interval: Interval; points: readonly T[] };
  lines: readonly Line<T>[];
  unit: string;
  format: (value: number) => string;
  /** Upper end of the value axis; by default what the values need. */
  max?: number;
  /** What lies ahead of the last point; by default nothing. */
  ahead?: Ahead;
};

const NOTHING_AHEAD: Ahead = { likely: null, targetMs: null };

/** Shown in the legend where a chart has such days. */
export const GAP_NOTE = "Not scanned: last known state";

const LEGEND_GAP_PX = 14;
const LEGEND_ROW_PX = 27;
const LEGEND_SWATCH_PX = 20;
/** On average, in Inter at FONT_SIZE. */
const CHARACTER_PX = 6;

/** How many rows the legend wraps into. The options are built without a canvas to measure text with. */
function legendRows(names: readonly string[], widthPx: number): number {
  let rows = 1;
  let usedPx = 0;
  for (const name of names) {
    const itemPx = LEGEND_SWATCH_PX + name.length * CHARACTER_PX + LEGEND_GAP_PX;
    if (usedPx > 0 && usedPx + itemPx > widthPx) {
      rows += 1;
      usedPx = 0;
    }
    usedPx += itemPx;
  }
  return rows;
}

type Datum = { value: [number, number | null]; symbol?: "circle" };

/**
 * The chart of quantities over time. Days whose accounts were not all scanned are dashed and banded, and their legend says
 * so; missing days and unknown values are holes.
 *
 * @param chart.series at least one point, oldest first.
 */
export function timeChartOption<T extends DayPoint>(chart: TimeChart<T>, style: ResolvedStyle): EChartsOption {
  const { series, lines, ahead = NOTHING_AHEAD } = chart;
  const { palette, fontFamily } = style;
  const lastMs = dayStartMs(series.points.at(-1)!.day);
  const span = { fromMs: dayStartMs(series.points[0]!.day), toMs: endOf(lastMs, ahead) };
  const stacked = lines.some((line) => line.area === "stacked");
  const gaps = gapSeries(series.points, style, stacked);
  const notes = [...gaps.map(() => GAP_NOTE), ...(ahead.likely ? [LIKELY_END] : [])];
  const rows = legendRows([...lines.map(({ name }) => name), ...notes], style.width);

  return {
    ...baseOption(style),
    grid: {
      left: 4,
      right: lines.some((line) => line.label) ? 52 : 20,
      top: LEGEND_ROW_PX * rows + (ahead.targetMs === null ? 22 : 38),
      bottom: 4,
      outerBoundsMode: "same",
    },
    legend: {
      left: 0,
      top: 0,
      itemWidth: 14,
      itemHeight: 8,
      itemGap: LEGEND_GAP_PX,
      textStyle: { color: palette.text, fontSize: FONT_SIZE, fontFamily },
      data: [
        ...lines.map(({ name, color }) => ({ name, icon: "roundRect", itemStyle: { color } })),
        ...gaps.map(() => gapLegend(style, stacked)),
        ...(ahead.likely ? [likelyLegend(style)] : []),
      ],
    },
    tooltip: tooltip(chart, style),
    xAxis: timeAxis(span, style),
    yAxis: valueAxis(chart, style),
    series: [...lines.flatMap((line) => lineSeries(line, chart, style)), ...gaps, ...aheadSeries(ahead, style)],
  };
}

function lineSeries<T extends DayPoint>(line: Line<T>, chart: TimeChart<T>, style: ResolvedStyle): LineSeriesOption[] {
  const data = lineData(line, chart.series);
  const width = line.emphasis === "quiet" ? 1.5 : 2.5;
  const common: LineSeriesOption = {
    type: "line",
    name: line.name,
    color: line.color,
    symbol: "none",
    symbolSize: 7,
    connectNulls: false,
    silent: true,
    emphasis: { disabled: true },
  };
  if (line.area === "stacked") {
    return [
      {
        ...common,
        data: data.all,
        stack: "total",
        lineStyle: { width: 1, color: style.palette.surface },
        areaStyle: { color: line.color, opacity: 1 },
      },
    ];
  }
  const label = endLabel(line, chart.format, style);
  const lastIsCarried = (chart.series.points.at(-1)?.accountsCarried ?? 0) > 0;
  const measured: LineSeriesOption = {
    ...common,
    data: data.measured,
    lineStyle: { width, color: line.color },
    ...(line.area === "soft" ? { areaStyle: { color: line.color, opacity: 0.1 } } : {}),
    ...(lastIsCarried ? {} : label),
    z: 4,
  };
  if (!data.hasCarried) return [measured];
  const carried: LineSeriesOption = {
    ...common,
    data: data.carried,
    lineStyle: { width: Math.max(1.5, width - 0.75), color: line.color, type: [3, 4], opacity: 0.75 },
    ...(lastIsCarried ? label : {}),
    z: 3,
  };
  return [measured, carried];
}

function endLabel<T>(
  line: Line<T>,
  format: (value: number) => string,
  { fontFamily }: ResolvedStyle,
): LineSeriesOption {
  if (!line.label) return {};
  const formatter = ({ value }: { value?: unknown }) => {
    const last = Array.isArray(value) ? value[1] : null;
    return typeof last === "number" ? format(last) : "";
  };
  return {
    endLabel: {
      show: true,
      formatter,
      color: line.color,
      fontWeight: 600,
      fontSize: FONT_SIZE + 1,
      fontFamily,
      distance: 6,
    },
    labelLayout: { moveOverlap: "shiftY" },
  };
}

/** A line in two parts: measured values, and values carried forward, which connect to their measured neighbours. */
function lineData<T extends DayPoint>(line: Line<T>, series: TimeChart<T>["series"]) {
  const points = withHoles(series.points, series.interval);
  const value = (point: T | null | undefined) => (point ? line.read(point) : null);
  const isCarried = (point: T | null | undefined) => (point?.accountsCarried ?? 0) > 0;
  const isMeasured = (point: T | null | undefined) => value(point) !== null && !isCarried(point);
  const all: Datum[] = [];
  const measured: Datum[] = [];
  const carried: Datum[] = [];
  points.forEach((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    // The exact place of a hole between its neighbours does not matter.
    const atMs = point ? dayStartMs(point.day) : dayStartMs(before!.day) + 1;
    const alone = value(before) === null && value(after) === null;
    const dot = (isAlone: boolean): Pick<Datum, "symbol"> => (isAlone ? { symbol: "circle" } : {});
    const touchesCarried = isCarried(point) || isCarried(before) || isCarried(after);
    all.push({ value: [atMs, value(point)], ...dot(alone) });
    measured.push({
      value: [atMs, isMeasured(point) ? value(point) : null],
      ...dot(!isMeasured(before) && !isMeasured(after)),
    });
    carried.push({ value: [atMs, touchesCarried ? value(point) : null], ...dot(alone && isCarried(point)) });
  });
  return { all, measured, carried, hasCarried: series.points.some(isCarried) };
}

/** A series without data, for the bands behind days that were not scanned, or in front of them where areas are stacked. */
function gapSeries(points: readonly DayPoint[], { palette }: ResolvedStyle, stacked: boolean): LineSeriesOption[] {
  const spans = carriedSpans(points);
  if (spans.length === 0) return [];
  return [
    {
      type: "line",
      name: GAP_NOTE,
      data: [],
      silent: true,
      z: stacked ? 5 : 1,
      markArea: {
        silent: true,
        z: stacked ? 5 : 1,
        itemStyle: { color: stacked ? palette.gapVeil : palette.gap },
        data: spans.map(({ fromMs, toMs }) => [{ xAxis: fromMs }, { xAxis: toMs }]),
      },
    },
  ];
}

function gapLegend({ palette }: ResolvedStyle, stacked: boolean) {
  return {
    name: GAP_NOTE,
    icon: "roundRect",
    itemStyle: {
      color: stacked ? palette.surface : palette.gap,
      borderColor: palette.mutedText,
      borderWidth: 1,
      borderType: "dashed" as const,
    },
    textStyle: { color: palette.mutedText },
  };
}

const likelyLegend = ({ palette }: ResolvedStyle) => ({
  name: LIKELY_END,
  icon: "roundRect",
  itemStyle: { color: palette.gap, borderColor: palette.mutedText, borderWidth: 1 },
});

/** The values of the day under the pointer. Its HTML contains numbers and our own names only. */
function tooltip<T extends DayPoint>(
  { series, lines, format }: TimeChart<T>,
  { palette, fontFamily }: ResolvedStyle,
): EChartsOption["tooltip"] {
  const byDay = new Map(series.points.map((point) => [dayStartMs(point.day), point]));
  const row = ({ name, color, read }: Line<T>, point: T) => {
    const value = read(point);
    const dot = `<span style="display:inline-block;width:8px;height:8px;border-radius:2px;margin-right:6px;background:${color}"></span>`;
    return `<div style="display:flex;justify-content:space-between;gap:24px"><span>${dot}${name}</span><b>${value === null ? "unknown" : format(value)}</b></div>`;
  };
  return {
    trigger: "axis",
    backgroundColor: palette.surface,
    borderColor: palette.gridLine,
    textStyle: { color: palette.text, fontFamily, fontSize: FONT_SIZE },
    axisPointer: { type: "line", lineStyle: { color: palette.mutedText, type: "solid" } },
    formatter: (hovered) => {
      const value = [hovered].flat()[0]?.value;
      const point = Array.isArray(value) ? byDay.get(Number(value[0])) : undefined;
      if (!point) return "";
      const rows = lines.toReversed().map((line) => row(line, point));
      const note =
        point.accountsCarried > 0
          ? `<div style="color:${palette.mutedText}">${carriedNote(point.accountsCarried)}</div>`
          : "";
      return `<b>${formatDay(dayStartMs(point.day))}</b>${rows.join("")}${note}`;
    },
  };
}

const carriedNote = (accounts: number) =>
  `${accounts} ${accounts === 1 ? "account" : "accounts"} not scanned: last known state`;

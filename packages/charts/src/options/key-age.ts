import { KEY_AGE_BANDS, type KeyAgeCounts, type KeyAgeSeries } from "@rolecall/domain";
import type { EChartsOption } from "echarts";
import {
  baseOption,
  type ChartStyle,
  FONT_SIZE,
  formatCount,
  formatPercent,
  messageOption,
  NO_SCAN_YET,
  resolveStyle,
} from "./style.ts";
import { type Line, timeChartOption } from "./time-chart.ts";

type Point = KeyAgeSeries["points"][number];

const AGE_UNKNOWN = "age unknown";
const sumOf = (counts: KeyAgeCounts) => KEY_AGE_BANDS.reduce((sum, { id }) => sum + counts[id], 0);
const unknownAge = ({ ageUnknown }: Point) => ageUnknown;

/**
 * Active credentials by band of age over time, stacked, the oldest on top. Unknown ages have a band of their own.
 *
 * @param opts.unit what the series counts. Default: active access keys.
 */
export function keyAgeChart(series: KeyAgeSeries, opts: ChartStyle & { unit?: string } = {}): EChartsOption {
  const { unit = "active access keys", ...chartStyle } = opts;
  const style = resolveStyle(chartStyle);
  if (series.points.length === 0) return messageOption(NO_SCAN_YET, style);
  const bands = KEY_AGE_BANDS.map(
    ({ id, label }): Line<Point> => ({
      name: label,
      color: style.palette.keyAge[id],
      area: "stacked",
      read: (point) => point.activeKeysByAge[id],
    }),
  );
  const unknown: Line<Point> = {
    name: AGE_UNKNOWN,
    color: style.palette.unknown,
    area: "stacked",
    read: unknownAge,
  };
  const lines = series.points.some((point) => unknownAge(point) > 0) ? [...bands, unknown] : bands;
  return timeChartOption({ series, lines, unit, format: formatCount }, style);
}

/**
 * Active access keys by band of age at one instant, youngest first.
 *
 * @param counts null if no scan has landed yet.
 * @param opts.unknownAge active keys whose age could not be read.
 */
export function keyAgeNowChart(
  counts: KeyAgeCounts | null,
  opts: ChartStyle & { unknownAge?: number } = {},
): EChartsOption {
  const style = resolveStyle(opts);
  if (!counts) return messageOption(NO_SCAN_YET, style);
  const { palette, fontFamily } = style;
  const unknownCount = opts.unknownAge ?? 0;
  const bars = [
    ...KEY_AGE_BANDS.map(({ id, label }) => ({ name: label, count: counts[id], color: palette.keyAge[id] })),
    ...(unknownCount > 0 ? [{ name: AGE_UNKNOWN, count: unknownCount, color: palette.unknown }] : []),
  ];
  const total = sumOf(counts) + unknownCount;
  if (total === 0) return messageOption("No active access keys", style);

  const shareLabel = (count: number) =>
    `{count|${formatCount(count)}}  {share|${formatPercent((100 * count) / total)}}`;
  return {
    ...baseOption(style),
    grid: { left: 4, right: 96, top: 4, bottom: 4, outerBoundsMode: "same" },
    xAxis: { type: "value", min: 0, show: false },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.map((bar) => bar.name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: palette.text, fontSize: FONT_SIZE + 1, fontFamily, margin: 12 },
    },
    series: [
      {
        type: "bar",
        barWidth: "62%",
        silent: true,
        emphasis: { disabled: true },
        data: bars.map(({ count, color }) => ({
          value: count,
          itemStyle: { color, borderRadius: 3 },
          label: { formatter: shareLabel(count) },
        })),
        label: {
          show: true,
          position: "right",
          distance: 8,
          fontFamily,
          rich: {
            count: { color: palette.text, fontWeight: 600, fontSize: FONT_SIZE + 1, fontFamily },
            share: { color: palette.mutedText, fontSize: FONT_SIZE, fontFamily },
          },
        },
      },
    ],
  };
}

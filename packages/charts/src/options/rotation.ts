import type { RotationSeries } from "@rolecall/domain";
import type { EChartsOption } from "echarts";
import { type ChartStyle, formatCount, formatPercent, messageOption, NO_SCAN_YET, resolveStyle } from "./style.ts";
import { type Line, timeChartOption } from "./time-chart.ts";

type Point = RotationSeries["points"][number];

/** The percentage of active access keys in a state. */
const shareOf = ({ activeKeys, states }: Point, state: keyof Point["states"]): number | null =>
  activeKeys === 0 ? null : (states[state] / activeKeys) * 100;

/** A line for keys that the percentage leaves out, if there are any. */
const leftOut = (series: RotationSeries, name: string, state: keyof Point["states"], color: string): Line<Point>[] =>
  series.points.some(({ states }) => states[state] > 0)
    ? [{ name, color, emphasis: "quiet", read: (point) => shareOf(point, state) }]
    : [];

/**
 * The percentage of active access keys within their rotation deadline, over time, with holes where there was no key to judge.
 * It leaves out excepted keys and keys of unknown age: if there are any, their shares of all keys are lines of their own.
 */
export function rotationChart(series: RotationSeries, chartStyle: ChartStyle = {}): EChartsOption {
  const style = resolveStyle(chartStyle);
  if (series.points.length === 0) return messageOption(NO_SCAN_YET, style);
  if (series.points.every(({ compliantPercent, states }) => compliantPercent === null && states.excepted === 0))
    return messageOption("No active access key of known age", style);
  return timeChartOption(
    {
      series,
      unit: "of active access keys",
      format: formatPercent,
      max: 100,
      lines: [
        {
          name: "Within their deadline",
          color: style.palette.good,
          area: "soft",
          label: true,
          read: (point) => point.compliantPercent,
        },
        ...leftOut(series, "Excepted, of all", "excepted", style.palette.keys),
        ...leftOut(series, "Age unknown, of all", "unknown", style.palette.unknown),
      ],
    },
    style,
  );
}

/** The number of overdue access keys over time, in front of the number of all active ones. */
export function overdueChart(series: RotationSeries, chartStyle: ChartStyle = {}): EChartsOption {
  const style = resolveStyle(chartStyle);
  if (series.points.length === 0) return messageOption(NO_SCAN_YET, style);
  const { palette } = style;
  return timeChartOption(
    {
      series,
      unit: "access keys",
      format: formatCount,
      lines: [
        { name: "Active", color: palette.users, emphasis: "quiet", label: true, read: (point) => point.activeKeys },
        { name: "Overdue", color: palette.bad, area: "soft", label: true, read: (point) => point.activeKeysOverdue },
      ],
    },
    style,
  );
}

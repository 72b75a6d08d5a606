import type { RotationSeries } from "@rolecall/domain";
import type { EChartsOption } from "echarts";
import { type ChartStyle, formatCount, formatPercent, messageOption, NO_SCAN_YET, resolveStyle } from "./style.ts";
import { timeChartOption } from "./time-chart.ts";

/** Percentage of active access keys within their rotation deadline, over time. Holes where there was no key to judge. */
export function rotationChart(series: RotationSeries, chartStyle: ChartStyle = {}): EChartsOption {
  const style = resolveStyle(chartStyle);
  if (series.points.length === 0) return messageOption(NO_SCAN_YET, style);
  if (series.points.every((point) => point.compliantPercent === null))
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
      ],
    },
    style,
  );
}

/** Number of active access keys past their rotation deadline, over time, before the number of all of them. */
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

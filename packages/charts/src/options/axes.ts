import type { EChartsOption } from "echarts";
import { tickLabels, timeTicks } from "./days.ts";
import { FONT_SIZE, type ResolvedStyle } from "./style.ts";

const axisLabelStyle = ({ palette, fontFamily }: ResolvedStyle) => ({
  color: palette.mutedText,
  fontSize: FONT_SIZE,
  fontFamily,
});

/** Days from left to right, with the ticks that fit the span. */
export function timeAxis(span: { fromMs: number; toMs: number }, style: ResolvedStyle): EChartsOption["xAxis"] {
  const ticks = timeTicks(span);
  const labels = new Map(tickLabels(ticks, span).map((label, i) => [ticks[i], label]));
  const lineStyle = { color: style.palette.gridLine };
  return {
    type: "time",
    min: span.fromMs,
    max: span.toMs,
    axisLine: { lineStyle },
    axisTick: { show: true, customValues: ticks, lineStyle },
    axisLabel: {
      ...axisLabelStyle(style),
      customValues: ticks,
      hideOverlap: true,
      formatter: (ms: number) => labels.get(ms) ?? "",
    },
    splitLine: { show: false },
  };
}

type Values = { unit: string; format: (value: number) => string; max?: number };

/** Amounts from zero up to `max`, or to what the values need: then in whole numbers. */
export function valueAxis({ unit, format, max }: Values, style: ResolvedStyle): EChartsOption["yAxis"] {
  const axisLabel = axisLabelStyle(style);
  return {
    type: "value",
    min: 0,
    ...(max === undefined ? { minInterval: 1 } : { max, interval: max / 4 }),
    splitNumber: 4,
    name: unit,
    nameGap: 12,
    nameTextStyle: { ...axisLabel, align: "left" },
    nameMoveOverlap: false,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...axisLabel, formatter: format },
    splitLine: { lineStyle: { color: style.palette.gridLine } },
  };
}

import type { MigrationProgress } from "@rolecall/domain";
import { MS_PER_DAY } from "@rolecall/domain";
import type { LineSeriesOption } from "echarts";
import { dayStartMs, type Span } from "./days.ts";
import { FONT_SIZE, type ResolvedStyle } from "./style.ts";

/** What lies ahead of the last point: when the end is likely, and by when it is wanted. */
export type Ahead = { likely: Span | null; targetMs: number | null };

/** Name of the span in which the end is likely. */
export const LIKELY_END = "Last one done (85 % likely)";

/** Further ahead, the past would be squeezed into a corner. */
const FARTHEST_DAYS = 400;

/** What is drawn ahead of a series that ends at `lastMs`; what begins beyond the farthest day is left out. */
export function aheadOf(
  { forecast }: Pick<MigrationProgress, "forecast">,
  { targetDate, lastMs }: { targetDate: string | null; lastMs: number },
): Ahead {
  const farthestMs = lastMs + FARTHEST_DAYS * MS_PER_DAY;
  const interval = forecast.intervals.find(({ percent }) => percent === 85);
  const fromMs = interval?.from?.getTime() ?? null;
  const likely =
    fromMs !== null && fromMs < farthestMs
      ? { fromMs: Math.max(fromMs, lastMs), toMs: Math.min(interval?.to?.getTime() ?? farthestMs, farthestMs) }
      : null;
  const targetMs = targetDate === null ? null : dayStartMs(targetDate);
  return { likely, targetMs: targetMs !== null && targetMs <= farthestMs ? targetMs : null };
}

/** Until when the time axis goes. */
export const endOf = (lastMs: number, { likely, targetMs }: Ahead): number =>
  Math.max(lastMs, likely?.toMs ?? lastMs, targetMs ?? lastMs);

/** A series without data, for what lies ahead. */
export function aheadSeries({ likely, targetMs }: Ahead, { palette, fontFamily }: ResolvedStyle): LineSeriesOption[] {
  if (!likely && targetMs === null) return [];
  const line = { color: palette.text, type: "dashed" as const, width: 1.5 };
  const label = {
    formatter: "Target date",
    color: palette.text,
    fontFamily,
    fontSize: FONT_SIZE,
    position: "end" as const,
  };
  return [
    {
      ...{ type: "line", name: LIKELY_END, data: [], silent: true },
      ...(likely
        ? {
            markArea: {
              ...{ silent: true, itemStyle: { color: palette.gap } },
              data: [[{ xAxis: likely.fromMs }, { xAxis: likely.toMs }]],
            },
          }
        : {}),
      ...(targetMs === null
        ? {}
        : { markLine: { silent: true, symbol: "none", lineStyle: line, label, data: [{ xAxis: targetMs }] } }),
    },
  ];
}

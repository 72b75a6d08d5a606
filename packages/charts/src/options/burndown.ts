import type { MigrationProgress, MigrationStage, ProgressPoint } from "@rolecall/domain";
import type { EChartsOption } from "echarts";
import { aheadOf } from "./ahead.ts";
import { dayStartMs } from "./days.ts";
import type { MigrationBandId } from "./palette.ts";
import { type ChartStyle, formatCount, messageOption, resolveStyle } from "./style.ts";
import { type Line, timeChartOption } from "./time-chart.ts";

/** The stages as the chart groups them: what is left at the bottom, what is done on top. */
export const MIGRATION_BANDS: readonly { id: MigrationBandId; label: string; stages: readonly MigrationStage[] }[] = [
  { id: "identified", label: "Identified", stages: ["identified"] },
  { id: "planned", label: "Planned", stages: ["planned"] },
  {
    id: "inProgress",
    label: "In progress",
    stages: ["role_ready", "adopted", "quiet", "deactivated", "deleted"],
  },
  { id: "blocked", label: "Blocked", stages: ["blocked"] },
  { id: "excepted", label: "Excepted", stages: ["excepted"] },
  { id: "retired", label: "Retired", stages: ["retired"] },
  { id: "moved", label: "Moved", stages: ["removed", "verified"] },
];

type Point = ProgressPoint & { accountsCarried: number };

/** How many users a band holds at a point. */
export const usersOfBand = (
  { stages }: Pick<ProgressPoint, "stages">,
  { stages: ofBand }: (typeof MIGRATION_BANDS)[number],
): number => ofBand.reduce((sum, stage) => sum + stages[stage], 0);

/** By when all shall be done; null: nobody said. */
type BurndownAhead = { targetDate: string | null };

/**
 * The way from users to roles: how many users stand where over time, stacked, and the scope as a line of its own, which grows with new
 * users. Bands that nobody was ever in are left out.
 *
 * @param until what is drawn ahead: when the last one is likely to end, and the target date. Without it nothing is.
 */
export function burndownChart(
  progress: MigrationProgress,
  chartStyle: ChartStyle = {},
  until: BurndownAhead | null = null,
): EChartsOption {
  const style = resolveStyle(chartStyle);
  if (progress.points.length === 0) return messageOption("No user to migrate is known yet", style);
  const { palette } = style;
  const bands = MIGRATION_BANDS.filter((band) => progress.points.some((point) => usersOfBand(point, band) > 0));
  const areas = bands.map(
    (band): Line<Point> => ({
      name: band.label,
      color: palette.migration[band.id],
      area: "stacked",
      read: (point) => usersOfBand(point, band),
    }),
  );
  const scope: Line<Point> = {
    name: "Scope",
    color: palette.text,
    emphasis: "quiet",
    label: true,
    read: (point) => point.scope,
  };
  // Migrations are judged as of the last scan of their account: no day is carried forward.
  const points = progress.points.map((point) => ({ ...point, accountsCarried: 0 }));
  const ahead = until ? { ahead: aheadOf(progress, { ...until, lastMs: dayStartMs(points.at(-1)!.day) }) } : {};
  return timeChartOption(
    { series: { ...progress, points }, lines: [...areas, scope], unit: "users", format: formatCount, ...ahead },
    style,
  );
}

import { burndownChart, MIGRATION_BANDS, usersOfBand } from "@rolecall/charts";
import type { MigrationProgress } from "@rolecall/domain";
import type { ReactNode } from "react";
import { type FigureColumn, TimeFigure } from "../charts/time-figure.tsx";

type Point = MigrationProgress["points"][number];

const COLUMNS: readonly FigureColumn<Point>[] = [
  ...MIGRATION_BANDS.map((band) => ({ header: band.label, read: (point: Point) => usersOfBand(point, band) })),
  { header: "Left", read: ({ left }) => left },
  { header: "Scope", read: ({ scope }) => scope },
];

type BurndownFigureProps = {
  title: string;
  caption: ReactNode;
  progress: MigrationProgress;
  /** By when all shall be done; it is drawn where it lies within the chart. */
  targetDate?: string | null;
};

/** How many users stood where on their way to roles, over time, and when the last one is likely to be done. */
export function BurndownFigure({ title, caption, progress, targetDate = null }: BurndownFigureProps) {
  return (
    <TimeFigure
      fullWidth
      title={title}
      description="Users by stage of their migration over time, and all users in scope"
      caption={caption}
      points={progress.points}
      columns={COLUMNS}
      optionOf={(style) => burndownChart(progress, style, { targetDate })}
    />
  );
}

import type { ChartStyle, renderSvg } from "@rolecall/charts";
import { ChartFigure } from "@rolecall/ui";
import type { ReactNode } from "react";
import { ThemedChart } from "./themed-chart.tsx";

type Value = string | number | null;

/** A column of the figures behind a chart. */
export type FigureColumn<Point> = { header: string; read: (point: Point) => Value };

type TimeFigureProps<Point extends { day: string }> = {
  title: string;
  /** One sentence about the picture, for people who cannot see it. */
  description: string;
  /** What the newest values say. */
  caption: ReactNode;
  actions?: ReactNode;
  /** Oldest first. */
  points: readonly Point[];
  /** The columns after the day. */
  columns: readonly FigureColumn<Point>[];
  optionOf: (style: ChartStyle) => Parameters<typeof renderSvg>[0];
  /** Takes the whole width of the page instead of half of it. */
  fullWidth?: boolean;
};

/** A chart over time, with the same figures as a table, newest first. */
export function TimeFigure<Point extends { day: string }>(props: TimeFigureProps<Point>) {
  const { title, description, caption, actions, points, columns, optionOf, fullWidth } = props;
  return (
    <ChartFigure
      title={title}
      caption={caption}
      actions={actions}
      table={{
        columns: ["Day", ...columns.map(({ header }) => header)],
        rows: points.toReversed().map((point) => [point.day, ...columns.map(({ read }) => read(point))]),
      }}
    >
      <ThemedChart title={title} description={description} optionOf={optionOf} fullWidth={fullWidth} />
    </ChartFigure>
  );
}

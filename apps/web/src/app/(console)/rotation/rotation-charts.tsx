import { overdueChart, rotationChart } from "@rolecall/charts";
import { ChartFigure, LinkText } from "@rolecall/ui";
import type { RotationFilters } from "../../../rooms/address/rotation.ts";
import { ThemedChart } from "../../../rooms/charts/themed-chart.tsx";
import { readRotation } from "./read-rotation.ts";
import { keysHref } from "./state-links.ts";

type ChartProps = { filters: RotationFilters };

const count = (value: number) => value.toLocaleString("en-US");
const percent = (value: number | null) => (value === null ? null : `${value.toFixed(1)}%`);

/** Share of the keys within their deadline over time, and what it leaves out. */
export async function ComplianceChart({ filters }: ChartProps) {
  const series = await readRotation(filters);
  const share = percent(series.points.at(-1)?.compliantPercent ?? null);
  return (
    <ChartFigure
      title="Compliance over time"
      caption={
        share
          ? `${share} of the active keys of known age are within their rotation deadline.`
          : "No active access key of known age."
      }
      table={{
        columns: ["Day", "Within their deadline", "Active", "Overdue", "Excepted", "Unknown", "Begun", "Completed"],
        rows: series.points
          .toReversed()
          .map((point) => [
            point.day,
            percent(point.compliantPercent) ?? "no key to judge",
            point.activeKeys,
            point.states.overdue,
            point.states.excepted,
            point.states.unknown,
            point.rotationsStarted,
            point.rotationsCompleted,
          ]),
      }}
    >
      <ThemedChart
        title="Compliance over time"
        description="Percentage of active access keys within their deadline"
        optionOf={(style) => rotationChart(series, style)}
      />
    </ChartFigure>
  );
}

/** Keys past their deadline over time. */
export async function OverdueChart({ filters }: ChartProps) {
  const series = await readRotation(filters);
  const last = series.points.at(-1);
  return (
    <ChartFigure
      title="Keys over their deadline"
      caption={
        last ? (
          <>
            <LinkText inherit underline="always" href={keysHref(filters, "overdue")}>
              {count(last.activeKeysOverdue)} overdue
            </LinkText>{" "}
            of{" "}
            <LinkText inherit underline="always" href={keysHref(filters)}>
              {count(last.activeKeys)} active keys
            </LinkText>
            .
          </>
        ) : (
          "Known after the first scan."
        )
      }
      table={{
        columns: ["Day", "Overdue", "Active keys"],
        rows: series.points.toReversed().map((point) => [point.day, point.activeKeysOverdue, point.activeKeys]),
      }}
    >
      <ThemedChart
        title="Keys over their deadline"
        description="Overdue and active access keys over time"
        optionOf={(style) => overdueChart(series, style)}
      />
    </ChartFigure>
  );
}

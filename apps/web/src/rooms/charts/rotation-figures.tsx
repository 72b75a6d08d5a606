import { overdueChart, rotationChart } from "@rolecall/charts";
import type { RotationSeries } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { activeKeysHref, type CredentialScope } from "../address/credentials.ts";
import { type FigureColumn, TimeFigure } from "./time-figure.tsx";

type Point = RotationSeries["points"][number];

const percentText = (value: number | null): string | null => (value === null ? null : `${value.toFixed(1)}%`);

const COMPLIANCE_COLUMNS: readonly FigureColumn<Point>[] = [
  {
    header: "Within their deadline",
    read: ({ compliantPercent }) => percentText(compliantPercent) ?? "no key to judge",
  },
  { header: "Active", read: ({ activeKeys }) => activeKeys },
  { header: "Overdue", read: ({ states }) => states.overdue },
  { header: "Excepted", read: ({ states }) => states.excepted },
  { header: "Unknown", read: ({ states }) => states.unknown },
  { header: "Begun", read: ({ rotationsStarted }) => rotationsStarted },
  { header: "Completed", read: ({ rotationsCompleted }) => rotationsCompleted },
];

/** The share of keys within their deadline over time, with the keys that it leaves out. */
export function ComplianceFigure({ title, series }: { title: string; series: RotationSeries }) {
  const share = percentText(series.points.at(-1)?.compliantPercent ?? null);
  return (
    <TimeFigure
      title={title}
      description="Percentage of active access keys within their deadline"
      caption={
        share
          ? `${share} of the active keys of known age are within their rotation deadline.`
          : "No active access key of known age."
      }
      points={series.points}
      columns={COMPLIANCE_COLUMNS}
      optionOf={(style) => rotationChart(series, style)}
    />
  );
}

type OverdueFigureProps = {
  series: RotationSeries;
  /** The part of the tenant that the series counts. */
  scope: CredentialScope;
};

/** Overdue keys over time; both of the newest numbers link to the keys they count. */
export function OverdueFigure({ series, scope }: OverdueFigureProps) {
  const last = series.points.at(-1);
  return (
    <TimeFigure
      title="Keys over their deadline"
      description="Overdue and active access keys over time"
      caption={
        last ? (
          <>
            <LinkText inherit underline="always" href={activeKeysHref(scope, { state: "overdue" })}>
              {formatCount(last.activeKeysOverdue)} overdue
            </LinkText>{" "}
            of{" "}
            <LinkText inherit underline="always" href={activeKeysHref(scope)}>
              {formatCount(last.activeKeys)} active keys
            </LinkText>
            .
          </>
        ) : (
          "Known after the first scan."
        )
      }
      points={series.points}
      columns={[
        { header: "Overdue", read: ({ activeKeysOverdue }) => activeKeysOverdue },
        { header: "Active keys", read: ({ activeKeys }) => activeKeys },
      ]}
      optionOf={(style) => overdueChart(series, style)}
    />
  );
}

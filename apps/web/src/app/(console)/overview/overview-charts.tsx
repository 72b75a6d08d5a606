import { keyAgeNowChart, migrationChart, overdueChart, rotationChart } from "@rolecall/charts";
import { KEY_AGE_BANDS } from "@rolecall/domain";
import { ChartFigure, LinkText } from "@rolecall/ui";
import { cache } from "react";
import { readOverview } from "../../../rooms/accounts/read-overview.ts";
import { hrefOf } from "../../../rooms/address/list-query.ts";
import { type OverviewFilters, seriesInput } from "../../../rooms/address/overview.ts";
import { ThemedChart } from "../../../rooms/charts/themed-chart.tsx";
import { serverApi } from "../../../server/api.ts";

type ChartProps = { filters: OverviewFilters; now: Date };

const keysHref = (query: Record<string, string | null>) => hrefOf("/credentials", { kind: "access_key", ...query });

const count = (value: number) => value.toLocaleString("en-US");
const percent = (value: number | null) => (value === null ? null : `${value.toFixed(1)}%`);
const newestFirst = <T,>(points: readonly T[]) => points.toReversed();

/** Two charts show it: read once. The arguments are plain values, so that the cache finds them again. */
const readRotation = cache(async (range: OverviewFilters["range"], awsAccountId: string | null, nowMs: number) => {
  const api = await serverApi();
  return api.metrics.rotation(seriesInput({ range, awsAccountId }, new Date(nowMs)));
});

/** How old the active access keys are at this moment. */
export async function KeyAgeNow({ filters }: ChartProps) {
  const { today } = await readOverview(filters.awsAccountId);
  const counts = today?.activeKeysByAge ?? null;
  const known = counts ? Object.values(counts).reduce((sum, keys) => sum + keys, 0) : 0;
  const unknownAge = today ? today.activeKeys - known : 0;
  const overAYear = counts?.d366 ?? 0;
  const bands = KEY_AGE_BANDS.map((band) => [band.label, counts ? counts[band.id] : null] as const);
  return (
    <ChartFigure
      title="Age of active access keys"
      caption={
        today ? (
          <>
            {count(overAYear)} of {count(today.activeKeys)} active keys are{" "}
            <LinkText
              inherit
              underline="always"
              href={keysHref({ status: "active", minAgeDays: "366", awsAccountId: filters.awsAccountId })}
            >
              over a year old
            </LinkText>
            .
          </>
        ) : (
          "Known after the first scan."
        )
      }
      table={{
        columns: ["Age", "Active keys"],
        rows: [...bands, ...(unknownAge > 0 ? [["unknown age", unknownAge] as const] : [])],
      }}
    >
      <ThemedChart
        title="Age of active access keys"
        description="Active access keys by band of age"
        optionOf={(style) => keyAgeNowChart(counts, { ...style, unknownAge })}
      />
    </ChartFigure>
  );
}

/** Keys past their deadline over time. */
export async function OverdueHistory({ filters, now }: ChartProps) {
  const series = await readRotation(filters.range, filters.awsAccountId, now.getTime());
  const last = series.points.at(-1);
  return (
    <ChartFigure
      title="Keys over their deadline"
      caption={
        last ? (
          <>
            {count(last.activeKeysOverdue)} of {count(last.activeKeys)} active keys are{" "}
            <LinkText
              inherit
              underline="always"
              href={keysHref({ state: "overdue", awsAccountId: filters.awsAccountId })}
            >
              past their rotation deadline
            </LinkText>
            .
          </>
        ) : (
          "Known after the first scan."
        )
      }
      table={{
        columns: ["Day", "Overdue", "Active keys"],
        rows: newestFirst(series.points).map((point) => [point.day, point.activeKeysOverdue, point.activeKeys]),
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

/** Share of the keys within their deadline over time. */
export async function RotationHistory({ filters, now }: ChartProps) {
  const series = await readRotation(filters.range, filters.awsAccountId, now.getTime());
  const last = percent(series.points.at(-1)?.compliantPercent ?? null);
  return (
    <ChartFigure
      title="Rotation compliance"
      caption={
        last
          ? `${last} of the active keys of known age are within their rotation deadline.`
          : "No active access key of known age."
      }
      table={{
        columns: ["Day", "Within their deadline"],
        rows: newestFirst(series.points).map((point) => [point.day, percent(point.compliantPercent)]),
      }}
    >
      <ThemedChart
        title="Rotation compliance"
        description="Percentage of active access keys within their deadline"
        optionOf={(style) => rotationChart(series, style)}
      />
    </ChartFigure>
  );
}

/** The way from users with keys to roles. */
export async function MigrationHistory({ filters, now }: ChartProps) {
  const api = await serverApi();
  const { awsAccountId } = filters;
  const series = await api.metrics.migration(seriesInput(filters, now));
  const last = series.points.at(-1);
  return (
    <ChartFigure
      title="From users to roles"
      caption={
        last ? (
          <>
            <LinkText inherit underline="always" href={hrefOf("/users", { hasActiveKey: "true", awsAccountId })}>
              {count(last.usersWithActiveKey)} users
            </LinkText>{" "}
            still hold active keys, beside {count(last.roles)} roles.
          </>
        ) : (
          "Known after the first scan."
        )
      }
      table={{
        columns: [
          "Day",
          "Users",
          "With active keys",
          "With a password",
          "Roles",
          "Used in 90 days",
          "Identity Center roles",
        ],
        rows: newestFirst(series.points).map((point) => [
          point.day,
          point.users,
          point.usersWithActiveKey,
          point.usersWithConsolePassword,
          point.roles,
          point.rolesUsed90Days,
          point.identityCenterRoles,
        ]),
      }}
    >
      <ThemedChart
        fullWidth
        title="From users to roles"
        description="Users, users with active keys, and roles over time"
        optionOf={(style) => migrationChart(series, style)}
      />
    </ChartFigure>
  );
}

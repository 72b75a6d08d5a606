import { keyAgeNowChart, migrationChart } from "@rolecall/charts";
import { KEY_AGE_BANDS, type MigrationSeries } from "@rolecall/domain";
import { ChartFigure, LinkText } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { cache } from "react";
import { readOverview } from "../../../rooms/accounts/read-overview.ts";
import { CREDENTIALS } from "../../../rooms/address/credentials.ts";
import { USERS } from "../../../rooms/address/users.ts";
import { seriesQuery } from "../../../rooms/charts/range.tsx";
import { ComplianceFigure, OverdueFigure } from "../../../rooms/charts/rotation-figures.tsx";
import { ThemedChart } from "../../../rooms/charts/themed-chart.tsx";
import { type FigureColumn, TimeFigure } from "../../../rooms/charts/time-figure.tsx";
import { serverApi } from "../../../server/api.ts";
import type { OverviewFilters } from "./overview-address.ts";

type ChartProps = { filters: OverviewFilters; now: Date };

/** Two charts show it, so it is read once. The arguments are plain values, because the cache compares by identity. */
const readRotation = cache(async (range: OverviewFilters["range"], awsAccountId: string | null, nowMs: number) => {
  const api = await serverApi();
  return api.metrics.rotation(seriesQuery({ range, awsAccountId }, new Date(nowMs)));
});

/** The current ages of active access keys. */
export async function KeyAgeNow({ filters }: ChartProps) {
  const { awsAccountId } = filters;
  const { today } = await readOverview(awsAccountId);
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
            {formatCount(overAYear)} of {formatCount(today.activeKeys)} active keys are{" "}
            <LinkText
              inherit
              underline="always"
              href={CREDENTIALS.href({ kind: "access_key", status: "active", minAgeDays: 366, awsAccountId })}
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
export async function OverdueHistory({ filters: { range, awsAccountId }, now }: ChartProps) {
  const series = await readRotation(range, awsAccountId, now.getTime());
  return <OverdueFigure series={series} scope={{ awsAccountId }} />;
}

/** Share of the keys within their deadline over time. */
export async function RotationHistory({ filters: { range, awsAccountId }, now }: ChartProps) {
  const series = await readRotation(range, awsAccountId, now.getTime());
  return <ComplianceFigure title="Rotation compliance" series={series} />;
}

const MIGRATION_COLUMNS: readonly FigureColumn<MigrationSeries["points"][number]>[] = [
  { header: "Users", read: ({ users }) => users },
  { header: "With active keys", read: ({ usersWithActiveKey }) => usersWithActiveKey },
  { header: "With a password", read: ({ usersWithConsolePassword }) => usersWithConsolePassword },
  { header: "Roles", read: ({ roles }) => roles },
  { header: "Used in 90 days", read: ({ rolesUsed90Days }) => rolesUsed90Days },
  { header: "Identity Center roles", read: ({ identityCenterRoles }) => identityCenterRoles },
];

/** The way from users with keys to roles. */
export async function MigrationHistory({ filters, now }: ChartProps) {
  const api = await serverApi();
  const { awsAccountId } = filters;
  const series = await api.metrics.migration(seriesQuery(filters, now));
  const last = series.points.at(-1);
  return (
    <TimeFigure
      fullWidth
      title="From users to roles"
      description="Users, users with active keys, and roles over time"
      caption={
        last ? (
          <>
            <LinkText inherit underline="always" href={USERS.href({ hasActiveKey: "true", awsAccountId })}>
              {formatAmount(last.usersWithActiveKey, "user")}
            </LinkText>{" "}
            still hold active keys, beside {formatAmount(last.roles, "role")}.
          </>
        ) : (
          "Known after the first scan."
        )
      }
      points={series.points}
      columns={MIGRATION_COLUMNS}
      optionOf={(style) => migrationChart(series, style)}
    />
  );
}

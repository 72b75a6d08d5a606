import { keyAgeNowChart } from "@rolecall/charts";
import { KEY_AGE_BANDS, paceInWords } from "@rolecall/domain";
import { ChartFigure, LinkText } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { cache } from "react";
import { readOverview } from "../../../rooms/accounts/read-overview.ts";
import { CREDENTIALS } from "../../../rooms/address/credentials.ts";
import { MIGRATION_PROGRESS, MIGRATIONS } from "../../../rooms/address/migration.ts";
import { seriesQuery } from "../../../rooms/charts/range.tsx";
import { ComplianceFigure, OverdueFigure } from "../../../rooms/charts/rotation-figures.tsx";
import { ThemedChart } from "../../../rooms/charts/themed-chart.tsx";
import { BurndownFigure } from "../../../rooms/migration/burndown-figure.tsx";
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

/** The way from users with long-lived credentials to roles. */
export async function MigrationHistory({ filters, now }: ChartProps) {
  const api = await serverApi();
  const { awsAccountId, range } = filters;
  const progress = await api.metrics.migration(seriesQuery(filters, now));
  const last = progress.points.at(-1);
  return (
    <BurndownFigure
      title="From users to roles"
      caption={
        last ? (
          <>
            {formatCount(last.moved)} of {formatAmount(last.scope, "user")} moved, {formatCount(last.retired)} retired,{" "}
            <LinkText inherit underline="always" href={MIGRATIONS.href({ awsAccountId })}>
              {formatCount(last.left)} left
            </LinkText>
            ; {paceInWords(progress.forecast.pacePerWeek)}.{" "}
            <LinkText inherit underline="always" href={MIGRATION_PROGRESS.href({ awsAccountId, range })}>
              View forecast
            </LinkText>
          </>
        ) : (
          "Known after the first scan."
        )
      }
      progress={progress}
    />
  );
}

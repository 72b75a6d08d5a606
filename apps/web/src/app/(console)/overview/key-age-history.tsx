import { keyAgeChart } from "@rolecall/charts";
import { CredentialKinds, KEY_AGE_BANDS, type KeyAgeSeries } from "@rolecall/domain";
import { ChartFigure, FilterForm } from "@rolecall/ui";
import { type OverviewFilters, seriesInput } from "../../../rooms/address/overview.ts";
import { ThemedChart } from "../../../rooms/charts/themed-chart.tsx";
import { KIND_LABELS } from "../../../rooms/credentials/credential-labels.ts";
import { serverApi } from "../../../server/api.ts";

type Kind = OverviewFilters["kind"];

const LABELS: Record<Kind, string> = { ...KIND_LABELS, all: "All long-lived credentials" };
/** A label within a sentence: what is written in capitals stays so. */
const within = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
const unitOf = (kind: Kind): string => (kind === "all" ? "active credentials" : `active ${within(LABELS[kind])}s`);

function captionOf({ points }: KeyAgeSeries, kind: Kind): string {
  const last = points.at(-1);
  const unit = unitOf(kind);
  const what = unit.charAt(0).toUpperCase() + unit.slice(1);
  if (!last) return `${what} by age: not counted yet in this time.`;
  const average =
    last.averageAgeDays === null
      ? ""
      : `, ${Math.round(last.averageAgeDays).toLocaleString("en-US")} days old on average`;
  return `${what} by age: ${last.activeKeys.toLocaleString("en-US")} now${average}.`;
}

/** Which kind of credential the chart tells of; the rest of the address stays. */
function KindSelector({ filters }: { filters: OverviewFilters }) {
  return (
    <FilterForm
      action="/overview"
      label="Kind of credential in the chart"
      kept={{ range: String(filters.range), awsAccountId: filters.awsAccountId }}
      isClearable={false}
      fields={[
        {
          kind: "select",
          name: "kind",
          label: "Credentials",
          value: filters.kind,
          options: ["all" as const, ...CredentialKinds.exclude(["all"]).options].map((value) => ({
            value,
            label: LABELS[value],
          })),
        },
      ]}
    />
  );
}

/** How the ages of active long-lived credentials of a kind went. */
export async function KeyAgeHistory({ filters, now }: { filters: OverviewFilters; now: Date }) {
  const api = await serverApi();
  const { kind } = filters;
  const series = await api.metrics.keyAge({ ...seriesInput(filters, now), kind });
  return (
    <ChartFigure
      title="Key age over time"
      caption={captionOf(series, kind)}
      actions={<KindSelector filters={filters} />}
      table={{
        columns: ["Day", ...KEY_AGE_BANDS.map((band) => band.label), "Unknown age", "All", "Average age, days"],
        rows: series.points
          .toReversed()
          .map((point) => [
            point.day,
            ...KEY_AGE_BANDS.map((band) => point.activeKeysByAge[band.id]),
            point.ageUnknown,
            point.activeKeys,
            point.averageAgeDays === null ? null : Math.round(point.averageAgeDays),
          ]),
      }}
    >
      <ThemedChart
        title="Key age over time"
        description={`${LABELS[kind]}, active, by band of age over time`}
        optionOf={(style) => keyAgeChart(series, { ...style, unit: unitOf(kind) })}
      />
    </ChartFigure>
  );
}

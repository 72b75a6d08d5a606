import { keyAgeChart } from "@rolecall/charts";
import { KEY_AGE_BANDS, type KeyAgeSeries } from "@rolecall/domain";
import { formatCount, formatDays } from "@rolecall/ui/format";
import { seriesQuery } from "../../../rooms/charts/range.tsx";
import { type FigureColumn, TimeFigure } from "../../../rooms/charts/time-figure.tsx";
import { KIND_LABELS } from "../../../rooms/credentials/credential-labels.ts";
import { choicesOf, Filters } from "../../../rooms/list/filters.tsx";
import { serverApi } from "../../../server/api.ts";
import { OVERVIEW, type OverviewFilters } from "./overview-address.ts";

type Kind = OverviewFilters["kind"];

const LABELS: Record<Kind, string> = { all: "All long-lived credentials", ...KIND_LABELS };
const KIND_OPTIONS = choicesOf(LABELS);
/** A label within a sentence; abbreviations keep their capitals. */
const within = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
const unitOf = (kind: Kind): string => (kind === "all" ? "active credentials" : `active ${within(LABELS[kind])}s`);

function captionOf({ points }: KeyAgeSeries, kind: Kind): string {
  const last = points.at(-1);
  const unit = unitOf(kind);
  const what = unit.charAt(0).toUpperCase() + unit.slice(1);
  if (!last) return `${what} by age: not counted yet in this time.`;
  const average = last.averageAgeDays === null ? "" : `, ${formatDays(Math.round(last.averageAgeDays))} old on average`;
  return `${what} by age: ${formatCount(last.activeKeys)} now${average}.`;
}

/** Which kind of credential the chart counts; the rest of the address stays. */
function KindSelector({ filters }: { filters: OverviewFilters }) {
  return (
    <Filters
      address={OVERVIEW}
      filters={filters}
      label="Kind of credential in the chart"
      declared={[{ kind: "choice", name: "kind", label: "Credentials", options: KIND_OPTIONS }]}
      isClearable={false}
    />
  );
}

const COLUMNS: readonly FigureColumn<KeyAgeSeries["points"][number]>[] = [
  ...KEY_AGE_BANDS.map(({ id, label }) => ({
    header: label,
    read: ({ activeKeysByAge }: KeyAgeSeries["points"][number]) => activeKeysByAge[id],
  })),
  { header: "Unknown age", read: ({ ageUnknown }) => ageUnknown },
  { header: "All", read: ({ activeKeys }) => activeKeys },
  {
    header: "Average age, days",
    read: ({ averageAgeDays }) => (averageAgeDays === null ? null : Math.round(averageAgeDays)),
  },
];

/** How the ages of active long-lived credentials of a kind developed. */
export async function KeyAgeHistory({ filters, now }: { filters: OverviewFilters; now: Date }) {
  const api = await serverApi();
  const { kind } = filters;
  const series = await api.metrics.keyAge({ ...seriesQuery(filters, now), kind });
  return (
    <TimeFigure
      title="Key age over time"
      description={`${LABELS[kind]}, active, by band of age over time`}
      caption={captionOf(series, kind)}
      actions={<KindSelector filters={filters} />}
      points={series.points}
      columns={COLUMNS}
      optionOf={(style) => keyAgeChart(series, { ...style, unit: unitOf(kind) })}
    />
  );
}

import { MS_PER_DAY } from "@rolecall/domain";
import { SegmentedLinks } from "@rolecall/ui";
import { formatDay } from "@rolecall/ui/format";
import { RANGES_DAYS } from "../address/values.ts";

/** How many days up to now the charts of a page show. */
export type Range = (typeof RANGES_DAYS)[number];

const LABELS: Record<Range, string> = { 30: "30 days", 90: "90 days", 365: "12 months" };

/** The query for a series: daily for up to a quarter, weekly for a year. */
export function seriesQuery({ range, awsAccountId }: { range: Range; awsAccountId: string | null }, now: Date) {
  return {
    from: formatDay(new Date(now.getTime() - (range - 1) * MS_PER_DAY)),
    to: formatDay(now),
    interval: range > 90 ? "week" : "day",
    awsAccountId: awsAccountId ?? undefined,
  } as const;
}

type RangeLinksProps = { current: Range; hrefOf: (range: Range) => string };

/** Chooses the time that the charts show. */
export function RangeLinks({ current, hrefOf }: RangeLinksProps) {
  return (
    <SegmentedLinks
      label="Time shown in the charts"
      items={RANGES_DAYS.map((range) => ({ label: LABELS[range], href: hrefOf(range), current: range === current }))}
    />
  );
}

import { CredentialKinds, MS_PER_DAY } from "@rolecall/domain";
import { formatDay } from "@rolecall/ui";
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsNumberLiteral,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsAwsAccountId } from "./values.ts";

export const RANGES_DAYS = [30, 90, 365] as const;

const parsers = {
  range: parseAsNumberLiteral(RANGES_DAYS).withDefault(365),
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsStringLiteral(CredentialKinds.options).withDefault("access_key"),
};
export type OverviewFilters = inferParserType<typeof parsers>;

export const loadOverviewFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

export function overviewHref(filters: OverviewFilters): string {
  return serialize("/overview", filters);
}

/** The days that the charts show: every day of a quarter, every week of a year. */
export function seriesInput({ range, awsAccountId }: Pick<OverviewFilters, "range" | "awsAccountId">, now: Date) {
  return {
    from: formatDay(new Date(now.getTime() - (range - 1) * MS_PER_DAY)),
    to: formatDay(now),
    interval: range > 90 ? "week" : "day",
    awsAccountId: awsAccountId ?? undefined,
  } as const;
}

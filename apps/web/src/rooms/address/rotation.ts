import { RotationStandingsInput } from "@rolecall/domain";
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsBoolean,
  parseAsNumberLiteral,
  parseAsStringLiteral,
} from "nuqs/server";
import { RANGES_DAYS, seriesInput } from "./overview.ts";
import { parseAsAwsAccountId, parseAsSearch, parseAsUnitId } from "./values.ts";

const parsers = {
  range: parseAsNumberLiteral(RANGES_DAYS).withDefault(365),
  awsAccountId: parseAsAwsAccountId,
  unitId: parseAsUnitId,
  owner: parseAsSearch,
  /** Only keys that nobody is named as owner of. */
  unowned: parseAsBoolean,
  by: parseAsStringLiteral(RotationStandingsInput.shape.by.options).withDefault("account"),
  /** All rows of the standings, and not the worst alone. */
  whole: parseAsBoolean,
};
export type RotationFilters = inferParserType<typeof parsers>;
export type StandingsBy = RotationFilters["by"];

export const loadRotationFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The page with these filters; what is left out is no filter. */
export function rotationHref(filters: Partial<RotationFilters>): string {
  return serialize("/rotation", filters);
}

/** What the API is asked for; an empty owner is that nobody is named. */
export function rotationInput(filters: RotationFilters, now: Date) {
  const { unitId, owner, unowned } = filters;
  return {
    ...seriesInput(filters, now),
    unitId: unitId ?? undefined,
    owner: owner ?? (unowned ? "" : undefined),
  };
}

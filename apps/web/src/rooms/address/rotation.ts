import { RotationStandingsInput } from "@rolecall/domain";
import { parseAsBoolean, parseAsStringLiteral } from "nuqs/server";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsRange, parseAsSearch, parseAsUnitId } from "./values.ts";

/** How well access keys are rotated. */
export const ROTATION = pageAddress("/rotation", {
  range: parseAsRange,
  awsAccountId: parseAsAwsAccountId,
  unitId: parseAsUnitId,
  owner: parseAsSearch,
  /** Only keys without an owner. */
  unowned: parseAsBoolean,
  by: parseAsStringLiteral(RotationStandingsInput.shape.by.options).withDefault("account"),
  /** All rows of the standings, and not only the worst. */
  whole: parseAsBoolean,
});
export type RotationFilters = FiltersOf<typeof ROTATION>;

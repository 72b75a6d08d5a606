import { Confidence, ListMigrationsInput, MigrationStage, MigrationTarget } from "@rolecall/domain";
import { parseAsBoolean, parseAsStringLiteral } from "nuqs/server";
import { hrefOf } from "./href.ts";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import { INVENTORY_FILTERS, parseAsAwsAccountId, parseAsDay, parseAsRange, parseAsSearch } from "./values.ts";

/** The queue of users on their way to roles. */
export const MIGRATIONS = pageAddress("/migration", {
  ...INVENTORY_FILTERS,
  stage: parseAsStringLiteral(MigrationStage.options),
  target: parseAsStringLiteral(MigrationTarget.options),
  confidence: parseAsStringLiteral(Confidence.options),
  owner: parseAsSearch,
  /** Only those without an owner. */
  unowned: parseAsBoolean,
  sort: parseAsStringLiteral(ListMigrationsInput.shape.sort.unwrap().options).withDefault("stageSince"),
});
export type MigrationFilters = FiltersOf<typeof MIGRATIONS>;

/** The migration of one user, now or on a day of the past. */
export const migrationHref = (userId: string, day: string | null): string =>
  hrefOf(`/migration/${userId}`, { asOf: day });

/** How far all migrations are, over time. */
export const MIGRATION_PROGRESS = pageAddress("/migration/progress", {
  range: parseAsRange,
  awsAccountId: parseAsAwsAccountId,
  owner: parseAsSearch,
  /** By when all shall be done. */
  targetDate: parseAsDay,
});
export type MigrationProgressFilters = FiltersOf<typeof MIGRATION_PROGRESS>;

import {
  Confidence,
  ListCampaignMembersInput,
  ListCampaignsInput,
  ListMigrationsInput,
  MigrationBreakdownInput,
  MigrationStage,
  MigrationTarget,
  Wave,
} from "@rolecall/domain";
import { parseAsBoolean, parseAsStringLiteral } from "nuqs/server";
import { z } from "zod";
import { hrefOf } from "./href.ts";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import {
  INVENTORY_FILTERS,
  parseAsAwsAccountId,
  parseAsCursor,
  parseAsDay,
  parseAsRange,
  parseAsRecordId,
  parseAsSearch,
  parseAsValid,
} from "./values.ts";

/** The queue of users on their way to roles. */
export const MIGRATIONS = pageAddress("/migration", {
  ...INVENTORY_FILTERS,
  stage: parseAsStringLiteral(MigrationStage.options),
  target: parseAsStringLiteral(MigrationTarget.options),
  confidence: parseAsStringLiteral(Confidence.options),
  owner: parseAsSearch,
  /** Only those without an owner. */
  unowned: parseAsBoolean,
  campaignId: parseAsRecordId,
  sort: parseAsStringLiteral(ListMigrationsInput.shape.sort.unwrap().options).withDefault("next"),
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
  by: parseAsStringLiteral(MigrationBreakdownInput.shape.by.options).withDefault("account"),
  /** All rows of the breakdown, and not only the first. */
  whole: parseAsBoolean,
});
export type MigrationProgressFilters = FiltersOf<typeof MIGRATION_PROGRESS>;

/** The list of campaigns. */
export const CAMPAIGNS = pageAddress("/migration/campaigns", {
  /** Only those that have ended; else those that go on. */
  state: parseAsStringLiteral(["ended"]),
  sort: parseAsStringLiteral(ListCampaignsInput.shape.sort.unwrap().options).withDefault("targetDate"),
  cursor: parseAsCursor,
});
export type CampaignsFilters = FiltersOf<typeof CAMPAIGNS>;

/** The page of one campaign: which of its users are listed, in which order. */
export const campaignAddress = (id: string) =>
  pageAddress(`${CAMPAIGNS.path}/${id}`, {
    wave: parseAsValid(z.union([z.literal("none"), z.coerce.number().pipe(Wave)])),
    sort: parseAsStringLiteral(ListCampaignMembersInput.shape.sort.unwrap().options).withDefault("wave"),
    cursor: parseAsCursor,
    /** From which comment on they are shown. */
    comments: parseAsCursor,
  });
export type CampaignAddress = ReturnType<typeof campaignAddress>;
export type CampaignFilters = FiltersOf<CampaignAddress>;
export const campaignHref = (id: string): string => `${CAMPAIGNS.path}/${id}`;

export * from "./campaign-members.ts";
export * from "./campaigns.ts";
export { type FlowRow, readBreakdown, readFlow } from "./migration-breakdown.ts";
export * from "./migration-facts.ts";
export * from "./migration-list.ts";
export {
  type ChangedPeriod,
  type KnownPeriod,
  readPeriodHistory,
  readStandings,
  readStandingsOfGone,
  type Standing,
  writePeriods,
} from "./migration-periods.ts";
export * from "./migration-plans.ts";
export { type MigrationSeriesOf, type MoreOfDay, readMigrationDays } from "./migration-series.ts";
export * from "./migration-timeline.ts";

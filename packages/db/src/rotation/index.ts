export * from "./rotation-history.ts";
export * from "./rotation-lineage.ts";
export * from "./rotation-policies.ts";
export {
  countRotationFindings,
  type RotationDayRow,
  type RotationFilter,
  type RotationFindings,
  readRotationDays,
} from "./rotation-series.ts";
export * from "./rotation-standings.ts";

export * from "./rotation-history.ts";
export { type RotationEvents, readRotationEvents, writeKeyRotations } from "./rotation-lineage.ts";
export * from "./rotation-policies.ts";
export { countRotationFindings, type RotationDayRow, type RotationFindings } from "./rotation-series.ts";
export * from "./rotation-standings.ts";
export { readRotationDays } from "./rotation-tenant-days.ts";

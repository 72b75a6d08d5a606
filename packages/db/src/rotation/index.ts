export * from "./rotation-history.ts";
export * from "./rotation-lineage.ts";
export * from "./rotation-policies.ts";
export * from "./rotation-series.ts";
export * from "./rotation-standings.ts";

export * from "./trail-events.ts";
export * from "./trail-lookups.ts";

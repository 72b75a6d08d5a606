export * from "./evidence-lookups.ts";
export * from "./last-accessed-lookups.ts";
export * from "./trail-events.ts";
export * from "./trail-lookups.ts";

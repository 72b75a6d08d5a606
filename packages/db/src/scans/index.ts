export * from "./scan-runs.ts";
export * from "./scan-schedule.ts";

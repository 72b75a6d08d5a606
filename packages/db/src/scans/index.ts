export * from "./queued-scans.ts";
export * from "./scan-runs.ts";
export * from "./scan-schedule.ts";

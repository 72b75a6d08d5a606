export * from "./account-record.ts";
export * from "./accounts.ts";
export * from "./connected-accounts.ts";
export * from "./freshness.ts";
export * from "./queued-scans.ts";
export * from "./scan-schedule.ts";

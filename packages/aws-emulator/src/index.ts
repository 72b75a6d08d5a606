export { credentialReportCsv } from "./services/credential-report.ts";
export type { EmulatorClock, SkippedEvent } from "./clock.ts";
export * from "./emulator.ts";
export * from "./model.ts";
export type { PagingStyle } from "./services/paging.ts";
export type { CallCounts, Fault, FaultKind, Faults, Latency, RateLimit } from "./traffic.ts";
export { type LastUse, lastUse } from "./usage.ts";

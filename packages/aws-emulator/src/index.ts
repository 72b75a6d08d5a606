export { accessKeyOf, accountOf, DEFAULT_VENDOR, organisationOf, roleOf, userOf } from "./builders/entities.ts";
export { sizedWorld, type WorldSize } from "./builders/sized-world.ts";
export { SMALL_WORLD, smallWorld } from "./builders/small-world.ts";
export { type ReaderRole, readerRoleOf, trustPolicies } from "./builders/trust-policies.ts";
export type { EmulatorClock, SkippedEvent } from "./clock.ts";
export * from "./emulator.ts";
export * from "./example-organisation/index.ts";
export {
  EXAMPLE_ACCOUNTS,
  type ExampleOrganisationOptions,
  exampleOrganisation,
} from "./example-organisation/index.ts";
export * from "./model.ts";
export { credentialReportCsv } from "./services/credential-report.ts";
export type { PagingStyle } from "./services/paging.ts";
export type { CallCounts, Fault, FaultKind, Faults, Latency, RateLimit } from "./traffic.ts";
export { type LastUse, lastUse } from "./usage.ts";

export { type AwsReader, type AwsReaderOptions, createAwsReader, type WorkerIdentity } from "./aws-reader.ts";
export type { AwsLogEvent } from "./caller.ts";
export type { LookUpTrailInput } from "./look-up-trail.ts";
export type { ReadAccountInput } from "./read-account.ts";
export type { ReadOrganizationInput } from "./read-organization.ts";
export type { ReadSlowLaneInput } from "./read-slow-lane.ts";
export type { ReadUserInput } from "./read-user.ts";
export { DEFAULT_TIMING, type Timing } from "./timing.ts";
export type { VerifyConnectionInput } from "./verify-connection.ts";

export type { ReadAccountInput } from "./account/read-account.ts";
export { type AwsReader, type AwsReaderOptions, createAwsReader, type WorkerIdentity } from "./aws-reader.ts";
export type { AwsLogEvent } from "./calls/caller.ts";
export { DEFAULT_TIMING, type Timing } from "./calls/timing.ts";
export type { ReadOrganizationInput } from "./organization/read-organization.ts";
export type { ReadSlowLaneInput } from "./slow-lane/read-slow-lane.ts";
export type { LookUpTrailInput } from "./trail/look-up-trail.ts";
export type { ReadUserInput } from "./user/read-user.ts";
export type { VerifyConnectionInput } from "./verification/verify-connection.ts";

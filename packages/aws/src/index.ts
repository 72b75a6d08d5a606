export { type AwsReader, type AwsReaderOptions, createAwsReader, type WorkerIdentity } from "./aws-reader.ts";
export type { AwsLogEvent } from "./caller.ts";
export { type ReadAccountInput, ReadingRefused } from "./read-account.ts";
export { DEFAULT_TIMING, type Timing } from "./timing.ts";
export type { VerifyConnectionInput } from "./verify-connection.ts";

export {
  type Attempt,
  type Consumer,
  type ConsumerOptions,
  createConsumer,
  type FailedRun,
  type HandledJob,
  type Handler,
  handled,
  type JobRun,
} from "./consumer.ts";
export {
  defineClockJob,
  defineJob,
  ids,
  type JobDefinition,
  type JobOf,
  type ParsedPayloadOf,
  type PayloadOf,
} from "./define-job.ts";
export { migrateQueue } from "./migrate-queue.ts";
export { createProducer, type EnqueueOptions, type Producer, type ProducerOptions } from "./producer.ts";
export type { QueueUrl } from "./transport.ts";

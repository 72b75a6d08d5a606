import { closeAtEnd, testDb } from "@rolecall/db/testing";
import { createProducer, type Producer } from "@rolecall/jobs";
import { v7 as uuidv7 } from "uuid";
import { inject } from "vitest";
import { type Ctx, type Deps, systemCtx } from "../context.ts";

/** What the product would have put into the queue. */
export type EnqueuedJob = { name: string; payload: unknown; key: string };
/** A producer without a queue: it checks each payload as the real one does, and remembers it. */
export type RecordingProducer = Producer & { enqueued: EnqueuedJob[] };
export type TestDepsOptions = { now?: () => Date; jobs?: Producer };

/** A producer for tests that end where the job begins. */
export function recordingProducer(): RecordingProducer {
  const enqueued: EnqueuedJob[] = [];
  return {
    enqueued,
    async enqueue(job, payload, { key }) {
      enqueued.push({ name: job.name, payload: job.payload.parse(payload), key });
    },
    schedule: async () => undefined,
    isUp: async () => true,
    close: async () => undefined,
  };
}

/** A producer on the run's queue that nobody else sees, closed at the file's end. A consumer needs the same namespace. */
export function queueProducer(): { producer: Producer; namespace: string; queueUrl: string } {
  const namespace = `test-${uuidv7()}`;
  const queueUrl = inject("queueUrl");
  const producer = createProducer(queueUrl, { namespace });
  closeAtEnd(() => producer.close());
  return { producer, namespace, queueUrl };
}

/** What every use case needs, on the run's database. Without `jobs` nothing is enqueued, only remembered. */
export function testDeps<Options extends TestDepsOptions>(
  options?: Options,
): Deps & { jobs: Options extends { jobs: infer Jobs extends Producer } ? Jobs : RecordingProducer } {
  return {
    db: testDb(),
    jobs: (options?.jobs ?? recordingProducer()) as never,
    now: options?.now ?? (() => new Date()),
    newId: () => uuidv7(),
    settings: {
      publicUrl: "https://rolecall.test",
      principalArn: "arn:aws:iam::999988887777:role/rolecall",
      templateUrl: null,
      unsubscribeSecret: "unsubscribe-secret-of-the-tests-0123456789",
    },
  };
}

/** The context of a use case that a member of the tenant calls. */
export const tenantCtx = (deps: Deps, tenantId: string): Ctx => ({
  ...systemCtx(deps, tenantId),
  actor: { kind: "person", id: null, label: "member@rolecall.test" },
});

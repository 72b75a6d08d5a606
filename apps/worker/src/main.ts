import { setInterval } from "node:timers";
import { buryDeadJob, endPresence, PRESENCE_EVERY_MS, renewPresence, SWEEP, SWEEP_EVERY_MS } from "@rolecall/core";
import { createConsumer } from "@rolecall/jobs";
import { measured } from "@rolecall/telemetry";
import { startTelemetry } from "@rolecall/telemetry/start";
import { createWorkerContext, log, queueUrl } from "./context.ts";
import { env } from "./env.ts";
import { handlersOf } from "./handlers.ts";

const telemetry = await startTelemetry("rolecall-worker", env.OTEL_EXPORTER_OTLP_ENDPOINT);
const deps = createWorkerContext();
const worker = { id: deps.newId(), startedAt: deps.now(), principalArn: null as string | null };

/** Tells that the worker lives, as whom it reads, and that the sweep is scheduled, also after the queue was emptied. */
async function beat(): Promise<void> {
  try {
    worker.principalArn ??= await deps.aws.whoAmI().then(
      (identity) => identity.principalArn,
      (error: Error) => {
        log.warn({ error: error.message }, "no AWS identity: accounts cannot be read until the worker has credentials");
        return null;
      },
    );
    await deps.jobs.schedule(SWEEP, { everyMs: SWEEP_EVERY_MS });
    await renewPresence(deps, worker);
  } catch (error) {
    log.error({ error: (error as Error).message }, "the worker could not tell that it lives");
  }
}

const consumer = createConsumer(queueUrl, handlersOf(deps), {
  around: ({ job, key, attempt }, run) =>
    measured("job", job.name, { "rolecall.key": key, "rolecall.attempt": attempt }, run),
  onError: (error, run) => log.error({ ...run, error: error.message }, "job attempt failed"),
  onDead: async (job, payload, reason) => {
    log.error({ job: job.name, reason }, "job given up");
    await buryDeadJob(deps, { name: job.name, payload, reason });
  },
});
await consumer.ready;
await beat();
const beating = setInterval(beat, PRESENCE_EVERY_MS);
log.info({ principalArn: worker.principalArn, mail: deps.mail !== null }, "worker ready");

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(beating);
  await consumer.close({ timeoutMs: 2_000 });
  await endPresence(deps, worker.id).catch(() => log.warn("presence not ended; it lapses by itself"));
  await deps.close();
  await telemetry.stop();
  log.info("worker stopped");
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

import { setTimeout as delay } from "node:timers/promises";
import { QueueEvents } from "bullmq";
import { topicOfJobId } from "./job-id.ts";
import type { Transport } from "./transport.ts";

const RESTART_DELAY_MS = 1_000;
/** On PostgreSQL an event that is written while the reader turns round rings no bell: it looks again after this time. */
const LOOK_AGAIN_MS = 1_000;

export type JobEvent =
  /** What the handler reported last. */
  | { kind: "progress"; data: unknown }
  | { kind: "completed" }
  /** The last attempt failed, or the first one that made no sense to repeat. */
  | { kind: "failed"; reason: string };

export type JobListener = (event: JobEvent) => void;

export type EventFeed = {
  /** Resolves when no later event can be missed; stays pending while the queue is out of reach. */
  start(): Promise<void>;
  listen(topic: string, listener: JobListener): void;
  unlisten(topic: string, listener: JobListener): void;
  close(): Promise<void>;
};

/** Reads the events of one queue, once for all who listen. Goes on where it stood after a loss of connection. */
export function createEventFeed(transport: Transport, queueName: string, onError: (error: Error) => void): EventFeed {
  const listeners = new Map<string, Set<JobListener>>();
  const closing = new AbortController();
  let cursor = "";
  let events: { close(): Promise<void> } | undefined;
  let started: Promise<void> | undefined;
  let ended: Promise<void> = Promise.resolve();

  function tell(eventId: string, jobId: string, event: JobEvent): void {
    cursor = eventId;
    for (const listener of listeners.get(topicOfJobId(jobId) ?? "") ?? []) {
      try {
        listener(event);
      } catch (error) {
        onError(asError(error));
      }
    }
  }

  async function readOnce(): Promise<void> {
    const reader = new QueueEvents(
      queueName,
      { ...transport.options, autorun: false, lastEventId: cursor, blockingTimeout: LOOK_AGAIN_MS },
      transport.factory,
    );
    events = reader;
    reader.on("error", onError);
    reader.on("progress", ({ jobId, data }, id) => tell(id, jobId, { kind: "progress", data }));
    reader.on("completed", ({ jobId }, id) => tell(id, jobId, { kind: "completed" }));
    reader.on("failed", ({ jobId, failedReason }, id) => tell(id, jobId, { kind: "failed", reason: failedReason }));
    try {
      await reader.run();
    } finally {
      await reader.close();
    }
  }

  /** The reader gets over a connection that it loses, but not over one that it could not open at first. */
  async function read(): Promise<void> {
    while (!closing.signal.aborted) {
      await readOnce().catch((error) => onError(asError(error)));
      await pause();
    }
  }

  async function begin(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        cursor = await transport.latestEventId(queueName);
        ended = read();
        return;
      } catch (error) {
        onError(asError(error));
        await pause();
      }
    }
  }

  const pause = () => delay(RESTART_DELAY_MS, undefined, { signal: closing.signal }).catch(() => undefined);

  return {
    start: () => {
      started ??= begin();
      return started;
    },
    listen(topic, listener) {
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(listener));
    },
    unlisten(topic, listener) {
      const all = listeners.get(topic);
      all?.delete(listener);
      if (all?.size === 0) listeners.delete(topic);
    },
    async close() {
      closing.abort();
      await started;
      await events?.close();
      await ended;
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

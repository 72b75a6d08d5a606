import { randomUUID } from "node:crypto";
import { expect, expectTypeOf, it } from "vitest";
import type { Handler } from "./consumer.ts";
import { defineClockJob, defineJob, ids } from "./define-job.ts";
import { keyOfJobId, newJobId, topicOf } from "./job-id.ts";

it("lets no payload through that lacks one of its ids, or carries anything that is none", () => {
  const payload = ids("accountId", "scanId");
  const given = { tenantId: randomUUID(), accountId: randomUUID(), scanId: randomUUID() };
  expect(payload.parse(given)).toEqual(given);
  for (const id of Object.keys(given)) {
    expect(payload.safeParse({ ...given, [id]: undefined }).success).toBe(false);
    expect(payload.safeParse({ ...given, [id]: "42" }).success).toBe(false);
  }
});

it("lets a job run by the clock carry nothing, and tries it once", () => {
  const tick = defineClockJob({ name: "tick", lane: "quick", priority: 1 });
  expect(tick.payload.parse({})).toEqual({});
  expect(tick.attempts).toBe(1);
});

it("finds the key in a run's id, and none in an id that a scheduler made", () => {
  const topic = topicOf("scan-account", "0198a-b_c.d@e/f");
  const [first, second] = [newJobId(topic), newJobId(topic)];
  expect(first).not.toBe(second);
  expect(keyOfJobId(first)).toBe("0198a-b_c.d@e/f");
  expect(keyOfJobId("repeat:sweep:1700000000000")).toBe("repeat:sweep:1700000000000");
});

it.each(["", "a|b", "a:b", "a b", "x".repeat(201)])("refuses the key %j", (key) => {
  expect(() => topicOf("scan-account", key)).toThrow(RangeError);
});

it("does not compile with a handler that is made for another payload", () => {
  const job = defineJob({
    name: "mail",
    payload: ids("mailId"),
    lane: "quick",
    attempts: 1,
    backoffMs: 1,
    priority: 1,
  });
  type OfReport = (payload: { reportId: string }) => Promise<void>;
  type OfMail = (payload: { tenantId: string; mailId: string }) => Promise<void>;
  expectTypeOf<OfReport>().not.toExtend<Handler<typeof job>>();
  expectTypeOf<OfMail>().toExtend<Handler<typeof job>>();
});

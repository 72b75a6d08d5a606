import { expect, expectTypeOf, it } from "vitest";
import type { Handler } from "./consumer.ts";
import { keyOfJobId, newJobId, topicOf } from "./job-id.ts";
import { jobs } from "./jobs.ts";

it("gives every job a name of its own, derived from its place in the catalogue", () => {
  const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  expect(Object.entries(jobs).map(([key, job]) => [key, job.name])).toEqual(
    Object.keys(jobs).map((key) => [key, kebab(key)]),
  );
});

it("lets no job through that lacks its ids", () => {
  const lax = Object.values(jobs).filter((job) => job.payload.safeParse({}).success);
  expect(lax.map(({ name }) => name)).toEqual(["sweep"]);
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
  const handle = async (_payload: { reportId: string }) => undefined;
  expectTypeOf(handle).not.toExtend<Handler<typeof jobs.deliverMail>>();
  expectTypeOf(handle).toExtend<Handler<typeof jobs.composeReport>>();
});

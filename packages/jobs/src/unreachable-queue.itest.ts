import { expect, it } from "vitest";
import { createConsumer, handled } from "./consumer.ts";
import { createProducer } from "./producer.ts";
import { testJobs } from "./test-jobs.ts";

/** Port 1 refuses: nothing of ours listens there. */
const addresses = ["postgres://nobody@127.0.0.1:1/nothing", "redis://127.0.0.1:1", "redis-cluster://127.0.0.1:1"];

const idle = Object.values(testJobs).map((job) => handled(job, async () => undefined));

it.concurrent.for(addresses)(
  "rejects what it cannot enqueue, and closes, while nobody answers at %s",
  async (queueUrl, { expect }) => {
    const producer = createProducer(queueUrl, { answerTimeoutMs: 300 });
    expect(await producer.isUp()).toBe(false);
    await expect(producer.enqueue(testJobs.quick, { n: 1 }, { key: "a" })).rejects.toMatchObject({
      name: "AppError",
      code: "UNAVAILABLE",
      message: expect.stringMatching(/^The job queue could not be reached: (.*ECONNREFUSED|no answer within 0.3 s)/),
    });
    await producer.close();
  },
);

it.concurrent.for(addresses)(
  "tells why no job is taken, and closes, while nobody answers at %s",
  async (queueUrl, { expect, onTestFinished }) => {
    const errors: Error[] = [];
    const onError = (error: Error) => void errors.push(error);
    const consumer = createConsumer(queueUrl, idle, { onError });
    onTestFinished(() => consumer.close());
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(errors[0]).toBeInstanceOf(Error);
    await consumer.close();
  },
);

it("names the scheme of an address it does not know, and no more of it", () => {
  expect(() => createProducer("mysql://root:secret@host/db")).toThrow(/not "mysql"$/);
});

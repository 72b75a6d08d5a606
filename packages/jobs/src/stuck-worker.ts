import { createConsumer, handled } from "./consumer.ts";
import { testJobs } from "./test-jobs.ts";

/** A worker for tests to kill: takes one job, says so, and never ends it. */
const [queueUrl = "", namespace = "", timing = "{}"] = process.argv.slice(2);

const endless = () => new Promise<void>(() => process.send?.("running"));

createConsumer(
  queueUrl,
  Object.values(testJobs).map((job) => handled(job, endless)),
  {
    namespace,
    timing: JSON.parse(timing),
    onError: (error) => console.error(error.message),
  },
);

import { z } from "zod";
import { defineJob } from "./define-job.ts";

const policy = { attempts: 3, backoffMs: 10, priority: 1 } as const;

/** Jobs that fail and come back fast, shared by the tests and the process that they kill. */
export const testJobs = {
  quick: defineJob({ name: "test-quick", payload: z.object({ n: z.number() }), lane: "quick", ...policy }),
  strict: defineJob({ name: "test-strict", payload: z.object({ id: z.uuid() }), lane: "quick", ...policy }),
  slow: defineJob({ name: "test-slow", payload: z.object({ n: z.number() }), lane: "long", ...policy }),
  ofTenant: defineJob({
    name: "test-of-tenant",
    payload: z.object({ tenantId: z.string(), n: z.number() }),
    lane: "quick",
    ...policy,
  }),
  tick: defineJob({ name: "test-tick", payload: z.object({}), lane: "quick", ...policy }),
};

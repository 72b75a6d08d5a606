import { z } from "zod";
import { Instant } from "../primitives.ts";
import { ApiCallsSchema } from "./scan.ts";

/** A lookup costs a call a second in each Region: its answer is used again for this long. */
export const LOOKUP_KEPT_MS = 86_400_000;

/** One management event, as much of it as Rolecall keeps: no request parameters, which may hold secrets. */
export const TrailEvent = z.object({
  eventId: z.string(),
  at: Instant,
  eventName: z.string(),
  eventSource: z.string().describe("Such as s3.amazonaws.com"),
  region: z.string(),
  actorArn: z.string().nullable(),
  accessKeyId: z.string().nullable(),
  sourceIpAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  errorCode: z.string().nullable(),
  resourceNames: z.array(z.string()),
});
export type TrailEvent = z.infer<typeof TrailEvent>;

/** How often something was seen, and when last. */
export const TrailCount = z.object({
  value: z.string(),
  events: z.number().int(),
  refused: z
    .number()
    .int()
    .nullable()
    .default(null)
    .describe("How many of them AWS refused, which is no use; null: it was not counted then"),
  lastAt: Instant,
});

/** What CloudTrail's event history of the last 90 days tells of one access key or password, user or role. */
export const TrailLookup = z.object({
  id: z.uuid(),
  status: z.enum(["queued", "running", "complete", "partial", "failed"]),
  requestedAt: Instant,
  finishedAt: Instant.nullable(),
  error: z.string().nullable().describe("What happened, and what to do next"),
  from: Instant.nullable(),
  to: Instant.nullable(),
  regions: z.array(
    z.object({
      region: z.string(),
      state: z.enum(["read", "cut_off", "denied", "failed"]),
      reason: z.string().nullable(),
    }),
  ),
  events: z.number().int(),
  userAgents: z.array(TrailCount),
  sourceIpAddresses: z.array(TrailCount),
  services: z.array(TrailCount),
  eventNames: z.array(TrailCount),
  calls: z.array(TrailCount).default([]).describe("By service and event, such as iam.amazonaws.com:ListUsers"),
  newest: z.array(TrailEvent).describe("The newest 50 events"),
  cannotSee: z.array(z.string()).describe("What this kind of lookup cannot tell, in words"),
  apiCalls: ApiCallsSchema,
});
export type TrailLookup = z.infer<typeof TrailLookup>;

/** What a lookup in the event history brings home, before it is counted up. */
export type TrailReading = {
  from: Date;
  to: Date;
  regions: TrailLookup["regions"];
  events: TrailEvent[];
  apiCalls: TrailLookup["apiCalls"];
};

/** What the event history is asked for: calls with a key, calls of a user by this name, or events that name a resource. */
export type TrailQuestion = { accessKeyId: string } | { userName: string } | { resourceName: string };

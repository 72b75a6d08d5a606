import { z } from "zod";
import { Instant } from "../primitives.ts";
import { ApiCallsSchema } from "./scan.ts";

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
export const TrailCount = z.object({ value: z.string(), events: z.number().int(), lastAt: Instant });

/** What CloudTrail's event history of the last 90 days tells of one access key, user or role. */
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

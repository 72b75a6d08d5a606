import { z } from "zod";
import { Day } from "../clockwork/day.ts";
import { readJson } from "./read-json.ts";

/** Where calls come from: programs, and addresses of a network that is set aside for documentation. */
const OriginRow = z.strictObject({
  network: z.string(),
  /** The first and the last address within the network: one machine, or one of many. */
  addresses: z.tuple([z.int(), z.int()]),
  /** All these calls are refused with this code. */
  errorCode: z.string().optional(),
  userAgents: z.array(z.string()).min(1),
});

/** Who and what makes calls. */
export const CALLS = readJson(
  z.strictObject({
    /** In whose names sessions of federated roles run. */
    people: z.strictObject({ administrators: z.array(z.string()), staff: z.array(z.string()) }),
    /** The services that a kind of work calls in turn, with their Region. */
    services: z.record(z.string(), z.record(z.string(), z.string())),
    origins: z.record(z.string(), OriginRow),
  }),
  "calls.json",
);

/** A kind of work that `data/calls.json` knows. */
const Services = z.enum(Object.keys(CALLS.services));

/** A kind of machine that `data/calls.json` knows. */
export const Origin = z.enum(Object.keys(CALLS.origins));

/** How often something is used, and for which work. */
export const Rhythm = z.strictObject({ everyHours: z.number().positive(), services: Services });
export type Rhythm = z.infer<typeof Rhythm>;

/** A time of use. What is left out follows from whose use it is: its creation, no end, its rhythm, its machine. */
export const Use = z.strictObject({
  /** May lie after the story's end: use goes on. */
  fromDay: z.int().optional(),
  untilDay: Day.optional(),
  everyHours: z.number().positive().optional(),
  services: Services.optional(),
  origin: Origin.optional(),
});
export type Use = z.infer<typeof Use>;

import { z } from "zod";
import { Day } from "../clockwork/day.ts";
import { AccountName } from "./accounts.ts";
import { CALLS, Origin, Rhythm, Use } from "./calls.ts";
import { InlineStatement, PolicyReference, Tags } from "./permissions.ts";

/** A statement of a trust policy as AWS writes it. Its keys keep their order. */
const Statement = z.partialRecord(
  z.enum(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "Condition"]),
  z.json(),
);

/** The statements of a trust policy, or its whole text where that is odd. */
const Trust = z.union([z.string(), z.array(Statement)]);
export type Trust = z.infer<typeof Trust>;

/** A role in one account. */
export const Role = z.strictObject({
  roleName: z.string(),
  account: AccountName,
  note: z.string().optional(),
  path: z.string().default("/"),
  createdDay: Day,
  deletedDay: Day.optional(),
  description: z.string().nullable().default(null),
  maxSessionHours: z.int().default(1),
  trust: Trust,
  /** What {{externalId}} stands for in the trust policy. */
  externalId: z.string().optional(),
  trustChanges: z.array(z.strictObject({ day: Day, what: z.string(), trust: Trust })).default([]),
  tags: Tags.default({}),
  policies: z.array(PolicyReference).default([]),
  inline: z.array(InlineStatement).default([]),
  hasInstanceProfile: z.boolean().default(false),
  /** The machine that works in its sessions; without it, one that follows from its path. */
  origin: Origin.optional(),
  /** In whose names its sessions run, if they are people's. */
  people: z.enum(Object.keys(CALLS.people) as (keyof typeof CALLS.people)[]).optional(),
  rhythm: Rhythm.optional(),
  uses: z.array(Use).default([]),
});
export type Role = z.infer<typeof Role>;

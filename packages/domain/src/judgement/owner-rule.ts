import { z } from "zod";
import { Instant, TypedText } from "../primitives.ts";
import { RotationMatch } from "./rotation-policy.ts";

/** Which users a rule is for. Each condition that is given must hold; within a list one is enough. */
export const OwnerMatch = RotationMatch.pick({ awsAccountIds: true, tag: true, pathPrefix: true })
  .extend({
    userName: TypedText.min(1)
      .max(64)
      .regex(/^[\w+=,.@*?-]+$/, "A pattern has letters, digits, +=,.@_- and the wildcards * and ?")
      .optional()
      .describe("The name: * is any run of characters, ? any one; upper and lower case are the same, as in IAM"),
  })
  .refine((match) => Object.values(match).some((given) => given !== undefined), "Give one condition or more");
export type OwnerMatch = z.infer<typeof OwnerMatch>;

const Owner = TypedText.min(1).max(256).describe("A person or a team");

/** Gives the users that it is for an owner. Of rules that fit the same user the first one counts. */
export const OwnerRule = z.object({ id: z.uuid(), match: OwnerMatch, owner: Owner });
export type OwnerRule = z.infer<typeof OwnerRule>;

/** Where a user's owner comes from. */
export const OwnerSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("plan") }),
  z.object({ kind: z.literal("by_hand"), by: z.string(), at: Instant }),
  z.object({
    kind: z.literal("rule"),
    ruleId: z.uuid(),
    number: z.int().describe("Its place among the rules, from 1"),
  }),
  z.object({ kind: z.literal("tag"), key: z.string() }),
  z.object({ kind: z.literal("nobody") }),
]);
export type OwnerSource = z.infer<typeof OwnerSource>;

/** A rule as it is listed. */
export const OwnerRuleView = OwnerRule.extend({
  number: z.int().describe("Its place, from 1: the first rule that fits counts"),
  setAt: Instant,
  setBy: z.string(),
});
export type OwnerRuleView = z.infer<typeof OwnerRuleView>;

export const MAX_OWNER_RULES = 200;
const Place = z.int().min(1).max(MAX_OWNER_RULES);

export const CreateOwnerRuleInput = OwnerRule.omit({ id: true }).extend({
  number: Place.optional().describe("Its place; absent: the last"),
});
export type CreateOwnerRuleInput = z.infer<typeof CreateOwnerRuleInput>;

export const UpdateOwnerRuleInput = CreateOwnerRuleInput.partial().extend({ id: z.uuid() });
export type UpdateOwnerRuleInput = z.infer<typeof UpdateOwnerRuleInput>;

export const PreviewOwnerRuleInput = CreateOwnerRuleInput.extend({
  id: z.uuid().optional().describe("The rule that it would take the place of"),
});
export type PreviewOwnerRuleInput = z.infer<typeof PreviewOwnerRuleInput>;

const OwnedUsers = z.object({ owner: z.string().nullable(), users: z.int() });

/** What a rule would do, if it were set now. */
export const OwnerRulePreview = z.object({
  matches: z.int().describe("Users that it fits"),
  takes: z.int().describe("Those among them whose owner would be another one"),
  keeps: z.int().describe("Those that have an owner by a plan, by hand or by an earlier rule"),
  now: z.array(OwnedUsers).describe("Whose the users are now that would change, most users first"),
  examples: z
    .array(z.object({ userId: z.uuid(), userName: z.string(), awsAccountId: z.string(), owner: z.string().nullable() }))
    .describe("Some of those that would change"),
});
export type OwnerRulePreview = z.infer<typeof OwnerRulePreview>;

export const AssignOwnerInput = z.object({
  userIds: z
    .array(z.uuid())
    .min(1)
    .max(1000)
    .refine((ids) => new Set(ids).size === ids.length, "A user is named twice"),
  owner: Owner.nullable().describe("Null: as rules and tags say"),
});
export type AssignOwnerInput = z.infer<typeof AssignOwnerInput>;

/** What was assigned to a user by hand, from when to when. */
export const OwnerAssignment = z.object({
  owner: z.string(),
  from: Instant,
  to: Instant.nullable(),
  setBy: z.string(),
  endedBy: z.string().nullable(),
});
export type OwnerAssignment = z.infer<typeof OwnerAssignment>;

export const AssignedOwner = z.object({
  users: z.int(),
  changed: z.int().describe("Those to whom another owner was assigned before, or none"),
  isJudged: z.boolean().describe("false: what follows from it is worked out within a minute"),
});
export type AssignedOwner = z.infer<typeof AssignedOwner>;

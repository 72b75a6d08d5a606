import { z } from "zod";
import { AwsAccountId, Instant } from "../../primitives.ts";

/** So many users are asked about at once; who selects more asks again. */
export const MOST_LOOKED_UP = 200;

export const RequestEvidenceInput = z.object({
  userIds: z
    .array(z.uuid())
    .min(1)
    .max(MOST_LOOKED_UP)
    .refine((ids) => new Set(ids).size === ids.length, "Each user once"),
});
export type RequestEvidenceInput = z.infer<typeof RequestEvidenceInput>;

/** What becomes of asking about one user. */
export const LookupOutcome = z
  .enum(["asked", "under_way", "known", "not_granted", "unreachable", "nothing_to_ask"])
  .describe(
    "asked: looked up now. under_way: somebody asked already. known: looked up within 24 hours. not_granted: the customer's role does not allow it. unreachable: the account cannot be read. nothing_to_ask: there is no active access key or password, or no such user",
  );
export type LookupOutcome = z.infer<typeof LookupOutcome>;

/** What a customer's role would have to allow, and what that would tell. */
export const MissingGrant = z.object({
  connectionId: z.uuid(),
  connectionName: z.string(),
  awsAccountIds: z.array(AwsAccountId),
  pack: z.string().describe("The permission pack that has it"),
  statement: z.record(z.string(), z.unknown()).describe("The statement that the role of the customer lacks"),
  wouldTell: z.string(),
});
export type MissingGrant = z.infer<typeof MissingGrant>;

/** What is gathered of a selection of users, what is known already, and what cannot be. */
export const RequestedEvidence = z.object({
  asked: z.int().describe("Lookups that were begun"),
  users: z.array(
    z.object({
      userId: z.uuid(),
      userName: z.string().nullable().describe("Null: there is no such user"),
      awsAccountId: AwsAccountId.nullable(),
      trail: LookupOutcome.describe("Software, addresses, services and calls, from CloudTrail"),
      actions: LookupOutcome.describe("Services and actions last accessed, from IAM"),
      sentence: z.string(),
    }),
  ),
  notGranted: z.array(MissingGrant),
});
export type RequestedEvidence = z.infer<typeof RequestedEvidence>;

export const GetEvidenceProgressInput = z.object({
  userId: z.uuid().optional().describe("Absent: all users"),
});
export type GetEvidenceProgressInput = z.infer<typeof GetEvidenceProgressInput>;

/** How far the gathering of evidence is that was asked for last. */
export const EvidenceProgress = z.object({
  since: Instant.nullable().describe("When it was asked for; null: never"),
  asked: z.int(),
  done: z.int(),
  failed: z.int(),
  waiting: z.int(),
  expectedEndAt: Instant.nullable().describe("By the pace so far, within the budget of calls; null: nothing waits"),
  failures: z.array(
    z.object({ awsAccountId: AwsAccountId, accountName: z.string(), reason: z.string(), lookups: z.int() }),
  ),
  notGranted: MissingGrant.nullable().describe(
    "What is missing to look up the user; null: nothing, or no user is named",
  ),
});
export type EvidenceProgress = z.infer<typeof EvidenceProgress>;

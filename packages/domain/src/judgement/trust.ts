import { z } from "zod";
import { AsOf } from "../inventory/credential.ts";
import { Power, TrustGrade } from "../inventory/trust-grade.ts";
import { AwsAccountId, Instant, PageInput } from "../primitives.ts";
import { TrustCheckId } from "./check.ts";

/** Where a principal stands, seen from the account of the role. */
export const PrincipalOrigin = z.enum([
  "same_account",
  "own_organization",
  "external",
  "public",
  "service",
  "identity_provider",
  "deleted",
]);
export type PrincipalOrigin = z.infer<typeof PrincipalOrigin>;

/** One check that was asked of a principal. */
export const TrustOutcome = z.object({
  checkId: TrustCheckId,
  isFailed: z.boolean(),
  grade: TrustGrade.describe("What this alone would make of the policy"),
  sentence: z.string(),
  condition: z.string().nullable().describe("The part of the condition that decides it; null: none does"),
});
export type TrustOutcome = z.infer<typeof TrustOutcome>;

/** One principal of one statement, graded by its weakest value. */
export const GradedPrincipal = z.object({
  statement: z.number().int().describe("Index of the statement in the document"),
  type: z.string().describe("AWS, Service, Federated, CanonicalUser, or Not... of a NotPrincipal"),
  value: z.string(),
  origin: PrincipalOrigin,
  awsAccountId: AwsAccountId.nullable(),
  vendor: z.string().nullable().describe("Whose account it is, where that is published"),
  grade: TrustGrade,
  sentence: z.string().describe("Why it is graded so"),
  checkIds: z.array(TrustCheckId).describe("The checks that it fails; empty: none"),
  outcomes: z.array(TrustOutcome).describe("All checks that apply to such a principal, passed ones too"),
  recommended: z
    .unknown()
    .nullable()
    .describe(
      "The statement that would be right, or the list of them; null: it is right, or none is known that is better",
    ),
});
export type GradedPrincipal = z.infer<typeof GradedPrincipal>;

/** Somebody who was seen to assume a role, as CloudTrail names whom it knows. */
export const RoleCaller = z.object({
  principal: z.string().describe("An ARN, an account's number, a service or an identity provider"),
  lastSeenAt: Instant.describe("Of the lookups that were made"),
});
export type RoleCaller = z.infer<typeof RoleCaller>;
/** What the recommended policy means for somebody whom today's lets in. */
export const CallerAccess = z.enum(["kept", "under_new_conditions", "lost", "not_let_in_today"]);
export type CallerAccess = z.infer<typeof CallerAccess>;
export const ObservedCaller = RoleCaller.extend({
  access: CallerAccess.describe(
    "By who it is; under_new_conditions: it has to send or show more than today, see lockedOut",
  ),
});
export type ObservedCaller = z.infer<typeof ObservedCaller>;

/** What is known of a role's use. */
export const RoleUse = z.object({
  callers: z.array(RoleCaller).readonly(),
  lastUsedAt: Instant.nullable().describe("By the record that IAM keeps of it, which does not tell by whom"),
});
export type RoleUse = z.infer<typeof RoleUse>;

/** The verdict on a trust policy: the worst grade of its principals. */
export const TrustVerdict = z.object({
  grade: TrustGrade,
  sentence: z.string(),
  principals: z.array(GradedPrincipal),
  recommendedPolicy: z
    .unknown()
    .nullable()
    .describe("The whole trust policy that would be right; null: it is right, or nothing better is known"),
  lockedOut: z
    .array(z.string())
    .describe("Whom the recommended policy refuses, where today's lets them in, in words; empty: nobody"),
  callers: z.array(ObservedCaller).describe("Who was seen to assume the role, the latest first; empty: nobody looked"),
  advice: z.array(z.string()).describe("What to do or to find out before the policy is changed"),
});
export type TrustVerdict = z.infer<typeof TrustVerdict>;

/** The verdict as it is answered: a policy may name more principals than an answer can hold. */
export const RoleTrust = TrustVerdict.extend({
  principals: z
    .array(GradedPrincipal)
    .describe("Worst first, one page of them; fewer than asked for where they are large"),
  principalCount: z.number().int().describe("How many principals the whole policy names"),
  nextCursor: z.string().nullable().describe("Gives the next page of principals; null: these are the last"),
});
export type RoleTrust = z.infer<typeof RoleTrust>;

export const FindRoleTrustInput = PageInput.extend({ id: z.uuid(), asOf: AsOf });
export type FindRoleTrustInput = z.infer<typeof FindRoleTrustInput>;

export const PowerView = z.object({ power: Power, reason: z.string().describe("The policy and action that tell it") });
export type PowerView = z.infer<typeof PowerView>;

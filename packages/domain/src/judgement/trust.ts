import { z } from "zod";
import { AsOf } from "../inventory/credential.ts";
import { Power, TrustGrade } from "../inventory/trust-grade.ts";
import { AwsAccountId, PageInput } from "../primitives.ts";
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
  recommended: z.unknown().nullable().describe("The statement that would be right; null: it is right"),
});
export type GradedPrincipal = z.infer<typeof GradedPrincipal>;

/** The verdict on a trust policy: the worst grade of its principals. */
export const TrustVerdict = z.object({
  grade: TrustGrade,
  sentence: z.string(),
  principals: z.array(GradedPrincipal),
  recommendedPolicy: z
    .unknown()
    .nullable()
    .describe("The whole trust policy that would be right; null: it is right, or nothing is known"),
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

import type { Power, TrustGrade } from "../../inventory/trust-grade.ts";
import { TrustCheckId } from "../../judgement/check.ts";
import type { JudgedProvider, JudgementContext } from "../../judgement/judged.ts";
import type { GradedPrincipal, PrincipalOrigin, TrustOutcome } from "../../judgement/trust.ts";
import type { Json } from "../../policy/json.ts";
import { LOCKED_OUT } from "./locked-out.ts";
import { TRUST_CHECKS_PASSED } from "./trust-checks.ts";
import type { TrustStatement } from "./trust-statements.ts";

/** What a principal is graded against, prepared once for all roles of an account. */
export type TrustSurroundings = {
  awsAccountId: string;
  partition: string;
  ownAccountIds: ReadonlySet<string>;
  organizationIds: readonly string[];
  externalIdUses: JudgementContext["externalIdUses"];
  providers: ReadonlyMap<string, JudgedProvider>;
};

type OwnAccounts = Pick<JudgementContext, "awsAccountId" | "ownAccountIds">;
const ownAccounts = new WeakMap<OwnAccounts, ReadonlySet<string>>();

/** The account itself and all others of the tenant: made once for all roles of an account, as there may be thousands. */
export function ownAccountsOf(context: OwnAccounts): ReadonlySet<string> {
  const known = ownAccounts.get(context) ?? new Set([...context.ownAccountIds, context.awsAccountId]);
  ownAccounts.set(context, known);
  return known;
}

export type AssessedStatement = {
  statement: TrustStatement;
  /** Statements that let somebody set session tags, without a limit to which. */
  unlimitedTagging: readonly TrustStatement[];
  power: Power;
  surroundings: TrustSurroundings;
  /** Who was seen to assume the role: ARNs, account numbers, services, providers. */
  callers: readonly string[];
};

/** What would be right in the place of one principal's statement. */
export type Recommendation = {
  /** None: no statement is better that lets in nobody new. */
  statements: readonly Json[];
  /** What is to be done where no statement is better, or before these are. */
  advice?: string;
};

/** What is found of one principal. `recommend` is asked for only where a check fails and somebody wants to know. */
export type Assessment = {
  origin: PrincipalOrigin;
  awsAccountId: string | null;
  vendor: string | null;
  /** Who comes in, as part of a sentence. */
  who: string;
  outcomes: readonly TrustOutcome[];
  /** Why it is fine, if it is. */
  fine: string;
  /** Null: what it is cannot be told. */
  isKnown: boolean;
  recommend: () => Recommendation;
};

const RANK: Readonly<Record<TrustGrade, number>> = { critical: 0, weak: 1, unknown: 2, ok: 3 };

/** The worst grade. Unknown is worse than ok and hides nothing that is worse than it. */
export const worstGrade = (grades: readonly TrustGrade[]): TrustGrade =>
  grades.reduce<TrustGrade>((worst, grade) => (RANK[grade] < RANK[worst] ? grade : worst), "ok");

/** A check that the principal fails. */
export const failed = (
  checkId: TrustCheckId,
  grade: TrustGrade,
  sentence: string,
  condition: string | null = null,
): TrustOutcome => ({ checkId, isFailed: true, grade, sentence, condition });

const PASSED: ReadonlyMap<TrustCheckId, TrustOutcome> = new Map(
  TrustCheckId.options.map((checkId) => [
    checkId,
    { checkId, isFailed: false, grade: "ok", sentence: TRUST_CHECKS_PASSED[checkId], condition: null },
  ]),
);

/** Checks that apply to the principal and that it passes, unless they are among those that it fails. */
export function withPassed(failures: readonly TrustOutcome[], asked: readonly TrustCheckId[]): TrustOutcome[] {
  const passed = asked.filter((checkId) => !failures.some((failure) => failure.checkId === checkId));
  return [...failures, ...passed.map((checkId) => PASSED.get(checkId)!)];
}

/** A principal as it was graded, with what would be right in its place. */
export type Graded = {
  principal: GradedPrincipal;
  recommendation: Recommendation | null;
  lockedOut: readonly string[];
};

const NOTHING_BETTER: readonly Json[] = [];

/** A principal with its grade, from what was found of it. */
export function gradedPrincipal(
  { index, principals: { isExcept } }: TrustStatement,
  { type, value }: { type: string; value: string },
  assessment: Assessment,
  isRecommending: boolean,
): Graded {
  const failures = assessment.outcomes.filter(({ isFailed }) => isFailed);
  const grade = worstGrade([...failures.map((failure) => failure.grade), assessment.isKnown ? "ok" : "unknown"]);
  const recommendation = isRecommending && failures.length > 0 ? assessment.recommend() : null;
  const statements = recommendation?.statements ?? NOTHING_BETTER;
  const checkIds = failures.map(({ checkId }) => checkId);
  return {
    principal: {
      statement: index,
      type: isExcept ? `Not${type}` : type,
      value,
      origin: assessment.origin,
      awsAccountId: assessment.awsAccountId,
      vendor: assessment.vendor,
      grade,
      sentence: failures.length === 0 ? assessment.fine : failures.map(({ sentence }) => sentence).join(" "),
      checkIds,
      outcomes: [...assessment.outcomes],
      recommended: statements.length > 1 ? statements : (statements[0] ?? null),
    },
    recommendation,
    lockedOut: statements.length === 0 ? [] : checkIds.flatMap((checkId) => LOCKED_OUT[checkId](assessment.who) ?? []),
  };
}

import type { Power } from "../../inventory/trust-grade.ts";
import { type Severity, TrustCheckId } from "../../judgement/check.ts";
import type { Fact } from "../../judgement/finding.ts";
import type { JudgedRole, Verdict } from "../../judgement/judged.ts";
import type { GradedPrincipal, PowerView, TrustOutcome, TrustVerdict } from "../../judgement/trust.ts";
import { accountOfArn } from "../../policy/arns.ts";
import { baseSeverity } from "../checks/catalogue.ts";
import { weigh } from "../checks/weigh.ts";
import { inOrder } from "./phrases.ts";
import { worstGrade } from "./trust-assessment.ts";
import { TRUST_CHECKS_PASSED } from "./trust-checks.ts";
import { readTrust } from "./trust-statements.ts";

type Failure = { principal: GradedPrincipal; outcome: TrustOutcome };

const nameOf = ({ type, value }: GradedPrincipal): string => `${type} ${value}`;
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** In an order that does not depend on that of the document. */
const inFixedOrder = (failures: readonly Failure[]): Failure[] =>
  failures.toSorted(
    (one, other) =>
      compare(nameOf(one.principal), nameOf(other.principal)) ||
      compare(one.outcome.condition ?? "", other.outcome.condition ?? "") ||
      compare(one.outcome.sentence, other.outcome.sentence) ||
      one.principal.statement - other.principal.statement,
  );

/** Statements are counted from one, as people count. */
const factsOf = ({ principal, outcome }: Failure): Fact[] => [
  { field: "principal", value: nameOf(principal) },
  { field: "statement", value: principal.statement + 1 },
  ...(outcome.condition === null ? [] : [{ field: "condition", value: outcome.condition }]),
];

/** Of a failure that does not make the policy critical, where the check is of such that mostly do. */
function weakSeverity(checkId: TrustCheckId): Severity {
  const severity = baseSeverity(checkId);
  return severity === "critical" ? "medium" : severity;
}

/** What is critical by itself stays so, even of a role that may do little: others come in all the same. */
function severityOf(checkId: TrustCheckId, failures: readonly Failure[], power: Power): Severity {
  if (failures.some(({ outcome }) => outcome.grade === "critical")) return "critical";
  return weigh(weakSeverity(checkId), power);
}

function failSentence(failures: readonly Failure[]): string {
  const [first = "", ...others] = [...new Set(failures.map(({ outcome }) => outcome.sentence))];
  const names = inOrder(
    failures.filter(({ outcome }) => outcome.sentence !== first).map(({ principal }) => nameOf(principal)),
  );
  return others.length > 0 ? `${first} Also: ${names.join(", ")}.` : first;
}

const UNKNOWN = "The trust policy, or a part of it, could not be read: whom it lets in cannot be told.";

type Subject = Pick<Verdict, "subject" | "subjectId" | "resourceName" | "userRecordId" | "owner">;

function failVerdict(subject: Subject, checkId: TrustCheckId, found: readonly Failure[], power: Power): Verdict {
  const failures = inFixedOrder(found);
  return {
    ...subject,
    checkId,
    result: "fail",
    severity: severityOf(checkId, failures, power),
    sentence: failSentence(failures),
    facts: failures.flatMap(factsOf),
    grade: worstGrade(failures.map(({ outcome }) => outcome.grade)),
  };
}

/**
 * One verdict for each trust check that applies to the kinds of principals that the role has. A check that has no verdict does not
 * apply: a finding of it is over. Of a policy that could not be read, all are unknown.
 */
export function trustVerdicts(role: JudgedRole, verdict: TrustVerdict, { power }: PowerView): Verdict[] {
  const subject: Subject = {
    subject: "role",
    subjectId: role.id,
    resourceName: role.roleName,
    userRecordId: null,
    owner: null,
  };
  const plain = (checkId: TrustCheckId) => ({
    ...subject,
    checkId,
    severity: weigh(weakSeverity(checkId), power),
    facts: [],
  });
  // What could not be read may let in anybody: nothing of such a policy has passed.
  const isKnown =
    readTrust(role.trust.document, accountOfArn(role.arn))?.isComplete === true &&
    verdict.principals.every(({ grade }) => grade !== "unknown");
  const asked = Map.groupBy(
    verdict.principals.flatMap((principal) => principal.outcomes.map((outcome) => ({ principal, outcome }))),
    ({ outcome }) => outcome.checkId,
  );
  return TrustCheckId.options.flatMap((checkId): Verdict[] => {
    const failures = asked.get(checkId)?.filter(({ outcome }) => outcome.isFailed);
    if (failures && failures.length > 0) return [failVerdict(subject, checkId, failures, power)];
    if (!isKnown) return [{ ...plain(checkId), result: "unknown", sentence: UNKNOWN, grade: "unknown" }];
    if (!failures) return [];
    return [{ ...plain(checkId), result: "pass", sentence: TRUST_CHECKS_PASSED[checkId], grade: "ok" }];
  });
}

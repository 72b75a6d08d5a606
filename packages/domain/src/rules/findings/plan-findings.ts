import { isSame } from "../../canonical-json.ts";
import type { Resolution } from "../../judgement/finding.ts";
import type { Verdict } from "../../judgement/judged.ts";
import type { FindingWrites, JudgedFinding } from "../../judgement/judged-finding.ts";

/** What a plan is made of: subjects that were judged together. */
export type ToPlan = {
  /** When they were judged. */
  at: Date;
  /** The scan that was judged; null: none. */
  scanId: string | null;
  /** All findings of the subjects, resolved ones too. */
  known: readonly JudgedFinding[];
  verdicts: readonly Verdict[];
  /** Whether what fails is known by a credential report alone. */
  isProvisional: (verdict: Verdict, known: JudgedFinding | undefined) => boolean;
  /** What proves that a finding is over; the verdict is null where its check does not apply any more. */
  prove: (finding: JudgedFinding, verdict: Verdict | null) => Resolution;
  newId: () => string;
};

const keyOf = ({ checkId, subject, subjectId }: Pick<JudgedFinding, "checkId" | "subject" | "subjectId">): string =>
  `${checkId} ${subject} ${subjectId}`;

const isAt = (instant: Date | null, at: Date): boolean => instant?.getTime() === at.getTime();

/** What a judgement says of a finding, whatever became of it before. */
const saidBy = (verdict: Verdict) => ({
  resourceName: verdict.resourceName,
  userRecordId: verdict.userRecordId,
  owner: verdict.owner,
  severity: verdict.severity,
  grade: verdict.grade,
  sentence: verdict.sentence,
  facts: verdict.facts,
});

/** Whether a finding says the same: a new owner or name is no other finding. */
const saysTheSame = (finding: JudgedFinding, { severity, grade, sentence, facts }: Verdict): boolean =>
  finding.severity === severity &&
  finding.grade === grade &&
  finding.sentence === sentence &&
  isSame(finding.facts, facts);

const NO_WRITES = (): FindingWrites => ({ findings: [], continued: [], ended: [], begun: [] });

function begin(writes: FindingWrites, finding: JudgedFinding, { at, scanId }: ToPlan): void {
  const { id, severity, grade, sentence, facts } = finding;
  writes.begun.push({
    findingId: id,
    openedAt: at,
    openedScanId: scanId,
    severity,
    grade,
    sentence,
    facts,
    resolvedAt: null,
    resolution: null,
  });
}

/** A finding that was never there, or was resolved. */
function open(writes: FindingWrites, plan: ToPlan, verdict: Verdict, known: JudgedFinding | undefined): void {
  const { at, newId } = plan;
  const finding: JudgedFinding = {
    id: known?.id ?? newId(),
    checkId: verdict.checkId,
    subject: verdict.subject,
    subjectId: verdict.subjectId,
    ...saidBy(verdict),
    isOpen: true,
    isProvisional: plan.isProvisional(verdict, undefined),
    firstOpenedAt: known?.firstOpenedAt ?? at,
    openedAt: at,
    timesOpened: (known?.timesOpened ?? 0) + 1,
    resolvedAt: null,
    resolution: null,
  };
  writes.findings.push(finding);
  begin(writes, finding, plan);
}

/** A finding that goes on: written only where something of it differs. */
function keep(writes: FindingWrites, plan: ToPlan, verdict: Verdict, known: JudgedFinding): void {
  const isProvisional = plan.isProvisional(verdict, known);
  const next: JudgedFinding = {
    ...known,
    ...saidBy(verdict),
    isProvisional,
    isOpen: true,
    resolvedAt: null,
    resolution: null,
  };
  if (!isSame(next, known)) writes.findings.push(next);
  if (!known.isOpen) writes.continued.push(known.id);
  if (saysTheSame(known, verdict)) return;
  writes.ended.push({ findingId: known.id, resolution: null });
  begin(writes, next, plan);
}

function resolve(writes: FindingWrites, { at }: ToPlan, known: JudgedFinding, resolution: Resolution): void {
  writes.findings.push({ ...known, isOpen: false, isProvisional: false, resolvedAt: at, resolution });
  writes.ended.push({ findingId: known.id, resolution });
}

/**
 * What verdicts make of the findings that are known: a fail opens a finding or keeps it, a pass resolves it with a proof, and unknown
 * does neither. A finding whose check is not judged of its subject any more is over as well. What was resolved at this very instant is
 * taken back where it fails after all: two landings of one instant are one judgement.
 */
export function planFindings(plan: ToPlan): FindingWrites {
  const writes = NO_WRITES();
  const known = new Map(plan.known.map((finding) => [keyOf(finding), finding]));
  const verdicts = new Map(plan.verdicts.map((verdict) => [keyOf(verdict), verdict]));
  for (const [key, verdict] of verdicts) {
    if (verdict.result !== "fail") continue;
    const finding = known.get(key);
    if (finding && (finding.isOpen || isAt(finding.resolvedAt, plan.at))) keep(writes, plan, verdict, finding);
    else open(writes, plan, verdict, finding);
  }
  for (const [key, finding] of known) {
    const verdict = verdicts.get(key) ?? null;
    const isOver = verdict === null || verdict.result === "pass";
    if (finding.isOpen && isOver) resolve(writes, plan, finding, plan.prove(finding, verdict));
  }
  return writes;
}

/** Resolves all of these findings that are open: their subjects are gone, or nothing is looked at any more. */
export function planEnd(
  known: readonly JudgedFinding[],
  at: Date,
  prove: (finding: JudgedFinding) => Resolution,
): FindingWrites {
  return planFindings({
    at,
    scanId: null,
    known,
    verdicts: [],
    isProvisional: () => false,
    prove,
    newId: () => "",
  });
}

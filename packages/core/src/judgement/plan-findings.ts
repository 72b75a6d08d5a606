import type { judgement } from "@rolecall/db";
import { isSame, type Resolution, type Verdict } from "@rolecall/domain";

type Finding = judgement.FindingRow;

/** What a plan is made of: subjects that were judged together. */
export type ToPlan = {
  /** When they were judged. */
  at: Date;
  /** The scan that was judged; null: none. */
  scanId: string | null;
  /** All findings of the subjects, resolved ones too. */
  known: readonly Finding[];
  verdicts: readonly Verdict[];
  /** Whether what fails is told by a credential report alone. */
  isProvisional: (verdict: Verdict, known: Finding | undefined) => boolean;
  /** What proves that a finding is over; the verdict is null where its check does not apply any more. */
  prove: (finding: Finding, verdict: Verdict | null) => Resolution;
  newId: () => string;
};

const keyOf = ({ checkId, subject, subjectId }: Pick<Finding, "checkId" | "subject" | "subjectId">): string =>
  `${checkId} ${subject} ${subjectId}`;

const isAt = (instant: Date | null, at: Date): boolean => instant?.getTime() === at.getTime();

/** What a judgement tells of a finding, whatever became of it before. */
const toldBy = (verdict: Verdict) => ({
  resourceName: verdict.resourceName,
  userRecordId: verdict.userRecordId,
  owner: verdict.owner,
  severity: verdict.severity,
  grade: verdict.grade,
  sentence: verdict.sentence,
  facts: verdict.facts,
});

/** Whether a finding says the same: a new owner or name is no other finding. */
const saysTheSame = (finding: Finding, { severity, grade, sentence, facts }: Verdict): boolean =>
  finding.severity === severity &&
  finding.grade === grade &&
  finding.sentence === sentence &&
  isSame(finding.facts, facts);

const NO_WRITES = (): judgement.FindingWrites => ({ findings: [], continued: [], ended: [], begun: [] });

function begin(writes: judgement.FindingWrites, finding: Finding, { at, scanId }: ToPlan): void {
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
function open(writes: judgement.FindingWrites, plan: ToPlan, verdict: Verdict, known: Finding | undefined): void {
  const { at, newId } = plan;
  const finding: Finding = {
    id: known?.id ?? newId(),
    checkId: verdict.checkId,
    subject: verdict.subject,
    subjectId: verdict.subjectId,
    ...toldBy(verdict),
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
function keep(writes: judgement.FindingWrites, plan: ToPlan, verdict: Verdict, known: Finding): void {
  const isProvisional = plan.isProvisional(verdict, known);
  const next: Finding = {
    ...known,
    ...toldBy(verdict),
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

function resolve(writes: judgement.FindingWrites, { at }: ToPlan, known: Finding, resolution: Resolution): void {
  writes.findings.push({ ...known, isOpen: false, isProvisional: false, resolvedAt: at, resolution });
  writes.ended.push({ findingId: known.id, resolution });
}

/**
 * What verdicts make of the findings that are known: a fail opens a finding or keeps it, a pass resolves it with a proof, and unknown
 * does neither. A finding whose check is not judged of its subject any more is over as well. What was resolved at this very instant is
 * taken back where it fails after all: two landings of one instant are one judgement.
 */
export function planFindings(plan: ToPlan): judgement.FindingWrites {
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
  known: readonly Finding[],
  at: Date,
  prove: (finding: Finding) => Resolution,
): judgement.FindingWrites {
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

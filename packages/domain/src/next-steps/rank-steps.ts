import type { Severity } from "../judgement/check.ts";
import type { FindingSummary } from "../judgement/finding-summary.ts";
import type { StageCounts } from "../migration/progress/progress.ts";
import type { MigrationStage } from "../migration/stages/stage.ts";
import type { RankedStep } from "./next-steps.ts";
import { STEP_TEXTS, type StepText } from "./step-texts.ts";

/** What is open, by the same counts that its lists show. */
export type OpenWork = { byCheck: FindingSummary["byCheck"]; stages: StageCounts };

export type OpenStep = Omit<RankedStep, "first">;

/** What severities weigh: privilege, exposure and use have made a finding graver or less grave before. */
const RISK: Readonly<Record<Severity, number>> = { critical: 8, high: 4, medium: 2, low: 1, info: 0 };
/** What is safe weighs as much as what is one severity graver: it takes minutes, and nobody has to be asked. */
const SAFE = 2;
/** A key that is still active, though nothing needs it, is the graver the less it is looked at. */
const MIGRATION_SEVERITY: Partial<Record<MigrationStage, Severity>> = { quiet: "high" };

const MOST_STEPS = 7;

const inWords = ({ one, many }: StepText, count: number): string =>
  count === 1 ? one : many.replace("#", count.toLocaleString("en-US"));

function openStep(text: StepText, { byCheck, stages }: OpenWork): OpenStep | null {
  const { source, why, isSafe } = text;
  if (source.kind === "migrations") {
    const count = stages[source.stage];
    return count === 0
      ? null
      : {
          what: inWords(text, count),
          why,
          severity: MIGRATION_SEVERITY[source.stage] ?? "medium",
          isSafe,
          count,
          source,
        };
  }
  const found = byCheck.find(({ checkId }) => checkId === source.checkId);
  if (!found?.worst || found.open === 0) return null;
  return { what: inWords(text, found.open), why, severity: found.worst, isSafe, count: found.open, source };
}

const rankOf = ({ severity, isSafe }: OpenStep): number => RISK[severity] * (isSafe ? SAFE : 1);

/** What is to be done first: by risk, a safe step like one of the next severity and before it; between equals in the order of the texts. */
export function rankSteps(work: OpenWork): { steps: OpenStep[]; more: number } {
  const open = STEP_TEXTS.map((text) => openStep(text, work)).filter((step) => step !== null);
  const ranked = open.toSorted((a, b) => rankOf(b) - rankOf(a) || Number(b.isSafe) - Number(a.isSafe));
  return { steps: ranked.slice(0, MOST_STEPS), more: Math.max(0, ranked.length - MOST_STEPS) };
}

/** What is to be known of steps where accounts are not judged yet; null: all are. */
export function notJudgedInWords(accounts: number): string | null {
  if (accounts === 0) return null;
  return accounts === 1
    ? "1 account has not been judged yet and may have more: that follows its first scan."
    : `${accounts.toLocaleString("en-US")} accounts have not been judged yet and may have more: that follows their first scans.`;
}

import { events, judgement, type TenantTx } from "@rolecall/db";
import type { FindingWrites, JudgedFinding } from "@rolecall/domain";
import { type EventOf, exceptionTurns } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { recordEvents } from "./record-events.ts";

/** Which judgement it was. */
type Judged = {
  accountId: string;
  at: Date;
  /** The scan that was judged; null: none. */
  scanId: string | null;
  /** The account had not been judged before: nobody knows since when its findings are true. */
  isFirst: boolean;
};

const factsOf = ({ id, checkId, severity, sentence }: JudgedFinding) => ({
  findingId: id,
  checkId,
  severity,
  sentence,
});

/**
 * The findings that were opened, one whose resolution of this instant was taken back included, and resolved. One that goes on with
 * other words is neither.
 */
export function findingEvents(
  { accountId, at, scanId, isFirst }: Judged,
  { findings, continued, ended, begun }: FindingWrites,
): EventOf<"finding.opened" | "finding.resolved">[] {
  const goesOn = new Set(ended.flatMap(({ findingId, resolution }) => (resolution ? [] : [findingId])));
  const begins = begun.map(({ findingId }) => findingId).filter((id) => !goesOn.has(id));
  const opened = new Set([...begins, ...continued]);
  return findings.flatMap((finding): EventOf<"finding.opened" | "finding.resolved">[] => {
    const { id, subject, subjectId, resolution } = finding;
    const common = { at, accountId, subject, subjectId };
    if (opened.has(id))
      return [{ ...common, type: "finding.opened", scanId, isFirstSeen: isFirst, facts: factsOf(finding) }];
    if (!resolution) return [];
    const facts = { ...factsOf(finding), sentence: resolution.sentence, resolution: resolution.kind };
    return [{ ...common, type: "finding.resolved", scanId: resolution.scanId, isFirstSeen: false, facts }];
  });
}

/** Writes what became of findings, and the events that this is. @returns whether there was anything to write */
export async function writeFindings(
  ctx: Pick<Ctx, "newId">,
  tx: TenantTx,
  judged: Judged,
  writes: FindingWrites,
): Promise<boolean> {
  await judgement.writeFindings(tx, judged.accountId, judged.at, writes);
  await recordEvents(ctx, tx, findingEvents(judged, writes));
  return writes.findings.length > 0;
}

/** Writes which exceptions of an account came near their day or passed it: nothing else happens at that instant. */
export async function recordExceptionTurns(
  ctx: Pick<Ctx, "newId">,
  tx: TenantTx,
  { accountId, at: asOf }: { accountId: string; at: Date },
): Promise<void> {
  const unended = await events.unendedExceptions(tx, accountId);
  const turns = unended.flatMap(({ types, createdAt, subject, subjectId, ...facts }) =>
    exceptionTurns({ createdAt, expiresAt: facts.expiresAt }, asOf)
      .filter(({ type }) => !types.includes(type))
      .map(({ type, at }) => ({ type, at, accountId, subject, subjectId, scanId: null, isFirstSeen: false, facts })),
  );
  await recordEvents(ctx, tx, turns);
}

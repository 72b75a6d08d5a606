import { evidence } from "@rolecall/db";
import { AppError, ChainCheck, type ChainProblem, type ChainTail, EvidenceHead } from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { chainOf } from "../../evidence/append-evidence.ts";

/** The last entry of the tenant's chain, to be kept elsewhere: what was before it cannot be changed unseen from then on. */
export const getEvidenceHead = (ctx: Ctx): Promise<EvidenceHead> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { sequence, hash } = await evidence.readTail(tx);
    return { tenantId: ctx.tenantId, sequence, hash, at: ctx.now() };
  });

/** Reads a head that was exported. @throws AppError INVALID for what is none */
export function readEvidenceHead(text: string): EvidenceHead {
  try {
    return EvidenceHead.parse(JSON.parse(text));
  } catch (cause) {
    const message = "head: not a head as GET /api/v1/evidence/head gives it; give the file that was saved from there";
    throw new AppError("INVALID", message, { details: { field: "head" }, cause });
  }
}

/** How a chain of evidence stands. */
export type VerifiedEvidence = { entries: number; tail: ChainTail; problems: ChainProblem[] };

const AT_ONCE = 1000;

/** Goes through the tenant's chain of evidence from its first entry on, and tells what was changed, taken out, put in or cut off. */
export async function verifyEvidence(ctx: Ctx, head: EvidenceHead | null): Promise<VerifiedEvidence> {
  const check = new ChainCheck(chainOf(ctx), head);
  let entries = 0;
  for (;;) {
    const after = check.tail.sequence;
    const some = await ctx.db.inTenant(ctx.tenantId, (tx) => evidence.readEntriesAfter(tx, after, AT_ONCE));
    for (const entry of some) check.add(entry);
    entries += some.length;
    if (some.length < AT_ONCE) return { entries, tail: check.tail, problems: check.end() };
  }
}

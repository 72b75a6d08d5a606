import { judgement, type TenantTx } from "@rolecall/db";
import type { AccountRules } from "@rolecall/domain";
import { audit } from "../audit.ts";
import { type Ctx, systemCtx } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import type { JudgedBatch } from "./judge-subjects.ts";

/**
 * Ends the exceptions of a batch whose condition does not stand any more; where that cannot be told, they stay. Those of a subject that
 * is gone are left to their day: there is nothing left that they could hide, and what comes back comes back with them.
 */
export async function voidExceptions(
  ctx: Ctx,
  tx: TenantTx,
  given: {
    accountId: string;
    exceptions: readonly judgement.ConditionalException[];
    rules: AccountRules;
    batch: JudgedBatch;
    at: Date;
  },
): Promise<void> {
  const { accountId, exceptions, rules, batch, at } = given;
  const credentials = new Map(batch.credentials.map((credential) => [credential.id, credential]));
  const users = new Map(batch.users.map((entry) => [entry.user.id, entry]));
  const judged = new Set(batch.subjectIds);
  for (const { id, condition, checkId, subject, subjectId, owner, expiresAt } of exceptions) {
    if (!judged.has(subjectId)) continue;
    const userId = subject === "credential" ? credentials.get(subjectId)?.userRecordId : subjectId;
    const entry = users.get(userId ?? "");
    const { stands, reason } = rules.exceptionStands(condition, entry?.user ?? null, entry?.credentials ?? []);
    if (stands !== false) continue;
    await judgement.endException(tx, id, at, reason);
    await audit(systemCtx(ctx, ctx.tenantId), tx, "exception.void", id, { checkId, subject, subjectId, reason });
    const facts = { exceptionId: id, checkId, owner, expiresAt, reason };
    const common = { at, accountId, subject, subjectId, scanId: null, isFirstSeen: false };
    await recordEvents(ctx, tx, [{ ...common, type: "exception.voided", facts }]);
  }
}

import { findings, landing, type TenantTx } from "@rolecall/db";
import {
  AppError,
  type CreateExceptionInput,
  conditionStands,
  exceptionHolds,
  type FindingException,
  type ListExceptionsInput,
  type Page,
  subjectsOf,
} from "@rolecall/domain";
import { DateTime } from "luxon";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { checkInstant } from "../inventory/read-inventory.ts";

const MAX_YEARS = 2;

const refuse = (field: string, reason: string): AppError =>
  new AppError("INVALID", `${field}: ${reason}`, { details: { field } });

/** One page of exceptions, newest first, also those that have ended. @throws AppError INVALID for a cursor of another list */
export const listExceptions = (ctx: Ctx, input: ListExceptionsInput): Promise<Page<FindingException>> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => findings.listExceptionRows(tx, input, ctx.now()));

/** Says what can be said without looking at the tenant. @throws AppError INVALID */
function checkInput(ctx: Ctx, { checkId, subject, expiresAt }: CreateExceptionInput): void {
  const subjects = subjectsOf(checkId);
  if (!subjects.includes(subject))
    throw refuse("subject", `${checkId} is a check of ${subjects.join(" or ")}, not of ${subject}`);
  checkInstant("expiresAt", expiresAt);
  if (expiresAt <= ctx.now()) throw refuse("expiresAt", `${expiresAt.toISOString()} has passed; choose a day ahead`);
  const latest = DateTime.fromJSDate(ctx.now(), { zone: "utc" }).plus({ years: MAX_YEARS }).toJSDate();
  if (expiresAt > latest) {
    throw refuse("expiresAt", `at most ${MAX_YEARS} years ahead, so ${latest.toISOString()} at the latest`);
  }
}

async function findSubject(tx: TenantTx, { subject, subjectId }: CreateExceptionInput): Promise<findings.SubjectRow> {
  const row = found(await findings.findSubject(tx, subject, subjectId), subject.replace("_", " "));
  if (row.goneAt) {
    const message = `${row.name} is gone since ${row.goneAt.toISOString()}: there is nothing to except`;
    throw new AppError("CONFLICT", message, { details: { field: "subjectId" } });
  }
  return row;
}

/** What does not stand now would be void at once; what cannot be told does not carry an exception either. */
async function checkCondition(
  ctx: Ctx,
  tx: TenantTx,
  { condition }: CreateExceptionInput,
  { accountId, userRecordId, name }: findings.SubjectRow,
): Promise<void> {
  if (!condition) return;
  if (!userRecordId) throw refuse("condition", `${condition.kind} is a condition of a user, and ${name} is of none`);
  const facts = await findings.readConditionFacts(tx, { accountId, userRecordId }, ctx.now());
  const { stands, reason } = conditionStands(condition, facts);
  if (stands) return;
  const what = stands === null ? "it cannot be told whether it stands" : "it does not stand now";
  throw new AppError("CONFLICT", `condition: ${what}. ${reason}`, { details: { field: "condition" } });
}

/**
 * Makes somebody answer for a check's failing on one subject until a day. The states that follow from it are judged anew soon.
 *
 * @throws AppError NOT_FOUND if the tenant has no such subject; INVALID for a check of other subjects, a day that has passed or is more
 *   than two years ahead, or a condition without a user; CONFLICT if the subject is gone, the condition does not stand, or another
 *   exception does.
 */
export async function createException(ctx: Ctx, input: CreateExceptionInput): Promise<FindingException> {
  checkInput(ctx, input);
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const subject = await findSubject(tx, input);
    const { accountId } = subject;
    const now = ctx.now();
    // Judgements of the account void exceptions, and others may ask for the same one: all take turns.
    await landing.lockLanding(tx, accountId);
    await checkCondition(ctx, tx, input, subject);
    const standing = await findings.clearExpired(tx, { ...input, accountId }, now);
    if (standing) {
      const until = standing.expiresAt.toISOString();
      throw new AppError(
        "CONFLICT",
        `${standing.owner} already answers for ${input.checkId} of ${subject.name} until ${until}; revoke exception ${standing.id} first`,
        { details: { exceptionId: standing.id } },
      );
    }
    const id = ctx.newId();
    const exception = { ...input, accountId, id, createdAt: now, createdBy: ctx.actor.label };
    await findings.insertException(tx, ctx.tenantId, exception);
    await findings.judgeSoon(tx, now, accountId);
    const { checkId, owner, approver, reason, expiresAt, condition } = input;
    await audit(ctx, tx, "exception.created", id, {
      checkId,
      resourceName: subject.name,
      owner,
      approver,
      reason,
      expiresAt: expiresAt.toISOString(),
      condition,
    });
    return shown(ctx, tx, id);
  });
}

async function shown(ctx: Ctx, tx: TenantTx, id: string): Promise<FindingException> {
  const { accountId: _, ...exception } = found(await findings.findException(tx, id, ctx.now()), "exception");
  return exception;
}

/** Takes an exception back: from now on its finding is open again. One that has ended stays as it ended. @throws AppError NOT_FOUND */
export function revokeException(ctx: Ctx, { id }: { id: string }): Promise<FindingException> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { accountId } = found(await findings.findException(tx, id, ctx.now()), "exception");
    await landing.lockLanding(tx, accountId);
    const exception = await shown(ctx, tx, id);
    if (!exceptionHolds(exception.state)) return exception;
    const endedAt = ctx.now();
    const endReason = `Revoked by ${ctx.actor.label}`;
    await findings.endException(tx, { tenantId: ctx.tenantId, id }, { endedAt, endReason });
    await findings.judgeSoon(tx, endedAt, accountId);
    const { checkId, resourceName, owner } = exception;
    await audit(ctx, tx, "exception.revoked", id, { checkId, resourceName, owner });
    return shown(ctx, tx, id);
  });
}

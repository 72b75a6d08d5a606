import { history } from "@rolecall/db";
import {
  type Change,
  describeChange,
  eventNamesOf,
  eventResourceNames,
  type ListChangesInput,
  type Page,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { checkInstant } from "./found.ts";

type Row = history.ChangeStepRow;

const describe = (row: Row): Omit<Change, "actor"> => ({
  id: `${row.subject}:${row.id}:${row.foundAt.toISOString()}`,
  foundAt: row.foundAt,
  notBefore: row.notBefore,
  subject: row.subject,
  subjectId: row.id,
  awsAccountId: row.awsAccountId,
  accountName: row.accountName,
  scanId: row.scanId,
  ...describeChange(row),
});

/** What to look for in CloudTrail. A renamed subject is in the event under the name that it had. */
const questionOf = (row: Row, { fields }: Pick<Change, "fields">): history.ActorQuestion => ({
  accountId: row.accountId,
  eventNames: eventNamesOf(row.subject, row.change, row.after, fields),
  resourceNames: [...eventResourceNames(row.subject, row.after), ...eventResourceNames(row.subject, row.before ?? {})],
  after: row.notBefore,
  until: row.foundAt,
});

/**
 * One page of what changed, the newest first, in words, with the actor where CloudTrail was read. What an account's first
 * reading of a kind found is left out unless asked for, as nobody knows when it appeared.
 *
 * @throws AppError INVALID for a time that no calendar has
 */
export async function listChanges(ctx: Ctx, input: ListChangesInput): Promise<Page<Change>> {
  checkInstant("since", input.since);
  checkInstant("until", input.until);
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { items, nextCursor } = await history.listChangeRows(tx, input);
    const described = items.map(describe);
    const questions = items.map((row, index) => questionOf(row, described[index] ?? { fields: [] }));
    const actors = await history.findActors(tx, questions);
    return { items: described.map((change, index) => ({ ...change, actor: actors[index] ?? null })), nextCursor };
  });
}

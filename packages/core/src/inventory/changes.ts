import { events, history, type TenantTx } from "@rolecall/db";
import {
  CHANGE_EVENT_TYPES,
  type Change,
  changeEventsOf,
  describeChange,
  eventNamesOf,
  eventResourceNames,
  type ListChangesInput,
  type Page,
  readFacts,
  type ScanChanges,
  type VersionStep,
  versionChangeOf,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { checkInstant } from "./read-inventory.ts";

type Row = events.ChangeEventRow;
type Described = { change: Omit<Change, "actor">; question: history.ActorQuestion };

/** An event with its versions, as the words are made of it. */
function stepOf(row: Row): VersionStep & { notBefore: Date | null } {
  const facts = readFacts(row.type, row.facts);
  const replacedBy = "replacedBy" in facts ? facts.replacedBy : null;
  return {
    subject: row.subject,
    change: row.change,
    foundAt: row.at,
    accountName: row.accountName,
    before: row.before,
    after: row.after,
    isFirstSeen: row.isFirstSeen,
    isRecreated: "isRecreated" in facts && facts.isRecreated,
    replacedBy: replacedBy && { ...replacedBy, accessKeyId: replacedBy.accessKeyId ?? "a newer key" },
    notBefore: facts.notBefore,
  };
}

/** The change in words, and what to look for in CloudTrail. A renamed subject is in the log under the name that it had. */
function describe(row: Row): Described {
  const step = stepOf(row);
  const { subject, before, after, foundAt, notBefore } = step;
  const inWords = describeChange(step);
  return {
    change: {
      id: `${subject}:${row.id}:${foundAt.toISOString()}`,
      foundAt,
      notBefore,
      subject,
      subjectId: row.id,
      awsAccountId: row.awsAccountId,
      accountName: row.accountName,
      scanId: row.scanId,
      ...inWords,
    },
    question: {
      accountId: row.accountId,
      eventNames: eventNamesOf(subject, step.change, after, inWords.fields),
      resourceNames: [...eventResourceNames(subject, after), ...eventResourceNames(subject, before ?? {})],
      after: notBefore,
      until: foundAt,
    },
  };
}

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
    const { items, nextCursor } = await events.listChangeEvents(tx, input, changeEventsOf(input));
    const described = items.map(describe);
    const actors = await history.findActors(
      tx,
      described.map(({ question }) => question),
    );
    return { items: described.map(({ change }, index) => ({ ...change, actor: actors[index] ?? null })), nextCursor };
  });
}

/** How much changed in (since, until], without what first readings found: it was there before it was looked at. */
export async function countChanges(tx: TenantTx, since: Date, until: Date): Promise<ScanChanges> {
  const counts: ScanChanges = { created: 0, changed: 0, removed: 0 };
  for (const { type, ended, count } of await events.countChangeEvents(tx, CHANGE_EVENT_TYPES, since, until)) {
    counts[versionChangeOf(type, ended)] += count;
  }
  return counts;
}

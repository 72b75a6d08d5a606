import { events, type TenantTx } from "@rolecall/db";
import { CHANGE_EVENT_TYPES } from "@rolecall/domain";

/** Events of an account that are kept otherwise than they follow from its findings' periods and the versions of its inventory. */
export async function compareEvents(
  tx: TenantTx,
  accountId: string,
): Promise<{ kind: "event"; what: string; kept: unknown; again: unknown }[]> {
  const findings = await events.unequalFindingEvents(tx, accountId);
  const versions = await events.unequalVersionEvents(tx, accountId, CHANGE_EVENT_TYPES);
  return [
    ...findings.map(({ findingId, at, kept, again }) => ({
      kind: "event" as const,
      what: `finding ${findingId} at ${at.toISOString()}`,
      kept,
      again,
    })),
    ...versions.map(({ subject, subjectId, at, type, change }) => ({
      kind: "event" as const,
      what: `${subject} ${subjectId} at ${at.toISOString()}`,
      kept: type,
      again: change,
    })),
  ];
}

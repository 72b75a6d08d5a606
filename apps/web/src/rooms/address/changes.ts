import { ChangeKind, MS_PER_DAY, Subject } from "@rolecall/domain";
import { createLoader, createSerializer, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsRecordId } from "./values.ts";

const parsers = {
  awsAccountId: parseAsAwsAccountId,
  subject: parseAsStringLiteral(Subject.options),
  subjectId: parseAsRecordId,
  change: parseAsStringLiteral(ChangeKind.options),
  from: parseAsDay,
  to: parseAsDay,
  firstSeen: parseAsStringLiteral(["show"]),
  cursor: parseAsCursor,
};
export type ChangeFilters = inferParserType<typeof parsers>;

export const loadChangeFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The page with these filters; what is left out is no filter. */
export function changesHref(filters: Partial<ChangeFilters>): string {
  return serialize("/changes", filters);
}

const startOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** What the API is asked. Both days of the period are part of it; who looks for first inventories wants to see them. */
export function changesInput({ awsAccountId, subject, subjectId, change, from, to, firstSeen, cursor }: ChangeFilters) {
  return {
    awsAccountId: awsAccountId ?? undefined,
    subject: subject ?? undefined,
    subjectId: subjectId ?? undefined,
    change: change ?? undefined,
    since: from ? startOf(from) : undefined,
    until: to ? new Date(startOf(to).getTime() + MS_PER_DAY) : undefined,
    firstSeen: firstSeen === "show" || change === "first_seen" ? "true" : "false",
    cursor: cursor ?? undefined,
  };
}

import { ChangeKind, Subject } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsRecordId } from "./values.ts";

/** The list of changes. */
export const CHANGES = pageAddress("/changes", {
  awsAccountId: parseAsAwsAccountId,
  subject: parseAsStringLiteral(Subject.options),
  subjectId: parseAsRecordId,
  change: parseAsStringLiteral(ChangeKind.options),
  from: parseAsDay,
  to: parseAsDay,
  firstSeen: parseAsStringLiteral(["show"]),
  cursor: parseAsCursor,
});

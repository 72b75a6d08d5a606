import { ExceptionState } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsCursor, parseAsRecordId } from "./values.ts";

/** The list of exceptions. */
export const EXCEPTIONS = pageAddress("/exceptions", {
  state: parseAsStringLiteral(ExceptionState.options),
  awsAccountId: parseAsAwsAccountId,
  subjectId: parseAsRecordId,
  cursor: parseAsCursor,
});

import { ExceptionState } from "@rolecall/domain";
import { createLoader, createSerializer, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { parseAsAwsAccountId, parseAsCursor, parseAsRecordId } from "./values.ts";

const parsers = {
  state: parseAsStringLiteral(ExceptionState.options),
  awsAccountId: parseAsAwsAccountId,
  subjectId: parseAsRecordId,
  cursor: parseAsCursor,
};
export type ExceptionFilters = inferParserType<typeof parsers>;

export const loadExceptionFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function exceptionsHref(filters: Partial<ExceptionFilters>): string {
  return serialize("/exceptions", filters);
}

import { createLoader, createSerializer, type inferParserType } from "nuqs/server";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsKind, parseAsSearch } from "./values.ts";

const parsers = {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsKind,
  asOf: parseAsDay,
  cursor: parseAsCursor,
};
export type EntityFilters = inferParserType<typeof parsers>;

export const loadEntityFilters = createLoader(parsers);
/** A list with these filters; what is left out is no filter. */
export const entityHref = createSerializer(parsers);

import { OutsideKind, TrustGrade } from "@rolecall/domain";
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsAwsAccountId, parseAsSearch } from "./values.ts";

const parsers = {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  grade: parseAsStringLiteral(TrustGrade.options),
  kind: parseAsStringLiteral(OutsideKind.options),
  page: parseAsInteger.withDefault(1),
};
export type TrustMapFilters = inferParserType<typeof parsers>;

export const loadTrustMapFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The map with these filters; what is left out is no filter. */
export function trustMapHref(filters: Partial<TrustMapFilters>): string {
  return serialize("/trust-map", filters);
}

import { OutsideKind, TrustGrade } from "@rolecall/domain";
import { parseAsInteger, parseAsStringLiteral } from "nuqs/server";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsSearch } from "./values.ts";

/** Who outside can enter which account. */
export const TRUST_MAP = pageAddress("/trust-map", {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  grade: parseAsStringLiteral(TrustGrade.options),
  kind: parseAsStringLiteral(OutsideKind.options),
  page: parseAsInteger.withDefault(1),
});
export type TrustMapFilters = FiltersOf<typeof TRUST_MAP>;

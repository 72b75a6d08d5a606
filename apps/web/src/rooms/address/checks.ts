import { Benchmark } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsDay } from "./values.ts";

/** The results of all checks, or by the controls of a benchmark. */
export const CHECKS_PAGE = pageAddress("/checks", {
  benchmark: parseAsStringLiteral(Benchmark.options),
  awsAccountId: parseAsAwsAccountId,
  asOf: parseAsDay,
});
export type CheckFilters = FiltersOf<typeof CHECKS_PAGE>;

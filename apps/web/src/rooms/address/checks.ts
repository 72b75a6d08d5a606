import { Benchmark } from "@rolecall/domain";
import { createLoader, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { parseAsAwsAccountId, parseAsDay } from "./values.ts";

const parsers = {
  benchmark: parseAsStringLiteral(Benchmark.options),
  awsAccountId: parseAsAwsAccountId,
  asOf: parseAsDay,
};
export type CheckFilters = inferParserType<typeof parsers>;

export const loadCheckFilters = createLoader(parsers);

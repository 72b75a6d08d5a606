import { Benchmark, CheckId, FindingStatus, FindingSubject, ListFindingsInput, Severity } from "@rolecall/domain";
import { createLoader, createSerializer, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { hrefOf } from "./list-query.ts";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsRecordId, parseAsSearch } from "./values.ts";

const parsers = {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  severity: parseAsStringLiteral(Severity.options),
  status: parseAsStringLiteral(FindingStatus.options),
  provisional: parseAsStringLiteral(["true", "false"]),
  checkId: parseAsStringLiteral(CheckId.options),
  benchmark: parseAsStringLiteral(Benchmark.options),
  subject: parseAsStringLiteral(FindingSubject.options),
  subjectId: parseAsRecordId,
  userRecordId: parseAsRecordId,
  owner: parseAsSearch,
  assignee: parseAsSearch,
  asOf: parseAsDay,
  sort: parseAsStringLiteral(ListFindingsInput.shape.sort.unwrap().options).withDefault("severity"),
  cursor: parseAsCursor,
};
export type FindingFilters = inferParserType<typeof parsers>;

export const loadFindingFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function findingsHref(filters: Partial<FindingFilters>): string {
  return serialize("/findings", filters);
}

/** The page of one finding, of now or of a day of the past. */
export const findingHref = (id: string, day: string | null): string => hrefOf(`/findings/${id}`, { asOf: day });

/** What of the address says which findings are looked for, beside the moment, the order and the page. */
export function chosenOf({
  asOf,
  sort,
  cursor,
  ...chosen
}: FindingFilters): Omit<FindingFilters, "asOf" | "sort" | "cursor"> {
  return chosen;
}

export const isFiltered = (filters: FindingFilters): boolean =>
  Object.values(chosenOf(filters)).some((value) => value !== null);

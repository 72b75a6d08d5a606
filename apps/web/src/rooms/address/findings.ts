import { Benchmark, CheckId, FindingStatus, FindingSubject, ListFindingsInput, Severity } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { hrefOf } from "./href.ts";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsRecordId, parseAsSearch } from "./values.ts";

/** The list of findings. */
export const FINDINGS = pageAddress("/findings", {
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
});
export type FindingFilters = FiltersOf<typeof FINDINGS>;

/** The page of one finding, now or on a day of the past. */
export const findingHref = (id: string, day: string | null): string => hrefOf(`/findings/${id}`, { asOf: day });

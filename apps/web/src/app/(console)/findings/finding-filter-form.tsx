import { Benchmark, CHECKS, FindingStatus, Severity } from "@rolecall/domain";
import { type FilterField, FilterForm } from "@rolecall/ui";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import type { FindingFilters } from "../../../rooms/address/findings.ts";
import { asOfField, type Moment } from "../../../rooms/as-of/moment.ts";
import { BENCHMARK_LABELS, SEVERITY_LABELS, STATUS_LABELS } from "../../../rooms/findings/finding-labels.ts";

const CHECK_OPTIONS = CHECKS.map(({ id, title }) => ({ value: id, label: title })).toSorted((a, b) =>
  a.label.localeCompare(b.label, "en"),
);

/** Whether a finding was provisional on a day of the past is not kept, so it is not asked for there. */
const provisionalFields = ({ provisional }: FindingFilters, { day }: Moment): FilterField[] =>
  day === null
    ? [
        {
          kind: "select",
          name: "provisional",
          label: "Provisional",
          value: provisional,
          options: [
            { value: "", label: "Or not" },
            { value: "true", label: "Provisional only" },
            { value: "false", label: "Not provisional" },
          ],
        },
      ]
    : [];

/** The filters of the list of findings. */
export async function FindingFilterForm({ filters, moment }: { filters: FindingFilters; moment: Moment }) {
  const account = await accountField(filters.awsAccountId);
  const { sort, subject, subjectId, userRecordId } = filters;
  return (
    <FilterForm
      action="/findings"
      label="Filter findings"
      kept={{ sort, subject, subjectId, userRecordId }}
      fields={[
        { kind: "search", name: "q", label: "Search", placeholder: "Resource or user", value: filters.q },
        account,
        {
          kind: "select",
          name: "severity",
          label: "Severity",
          value: filters.severity,
          options: [
            { value: "", label: "Any severity" },
            ...Severity.options.map((value) => ({ value, label: SEVERITY_LABELS[value] })),
          ],
        },
        {
          kind: "select",
          name: "status",
          label: "Status",
          value: filters.status,
          options: [
            { value: "", label: "Open and excepted" },
            ...FindingStatus.options.map((value) => ({ value, label: STATUS_LABELS[value].label })),
          ],
        },
        ...provisionalFields(filters, moment),
        {
          kind: "select",
          name: "checkId",
          label: "Check",
          value: filters.checkId,
          options: [{ value: "", label: "Any check" }, ...CHECK_OPTIONS],
        },
        {
          kind: "select",
          name: "benchmark",
          label: "Benchmark",
          value: filters.benchmark,
          options: [
            { value: "", label: "Any benchmark" },
            ...Benchmark.options.map((value) => ({ value, label: BENCHMARK_LABELS[value] })),
          ],
        },
        { kind: "search", name: "owner", label: "Owner", placeholder: "As tagged", value: filters.owner },
        { kind: "search", name: "assignee", label: "Assignee", placeholder: "Name or e-mail", value: filters.assignee },
        asOfField(moment),
      ]}
    />
  );
}

import { Text } from "@mantine/core";
import { CHECKS, type Finding } from "@rolecall/domain";
import { LinkButton, PartialNotice, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { FINDINGS, type FindingFilters } from "../../../rooms/address/findings.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { BENCHMARK_LABELS, SEVERITY_LABELS, STATUS_LABELS } from "../../../rooms/findings/finding-labels.ts";
import { NotJudgedNotice } from "../../../rooms/findings/not-judged-notice.tsx";
import { OpenFindings } from "../../../rooms/findings/open-findings.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import type { View } from "../../../rooms/list/view.ts";
import { findingColumns } from "./finding-columns.tsx";
import { NoFindings } from "./no-findings.tsx";

export const metadata: Metadata = { title: "Findings" };

const CHECK_OPTIONS = CHECKS.map(({ id, title }) => ({ value: id, label: title })).toSorted((a, b) =>
  a.label.localeCompare(b.label, "en"),
);

/** Says that the list is of one resource or user, for which the form has no field. */
function SubjectNotice({ filters: { subjectId, userRecordId }, href }: View<FindingFilters>) {
  if (!(subjectId ?? userRecordId)) return null;
  return (
    <PartialNotice
      tone="info"
      title={subjectId ? "Findings of one resource" : "Findings of one user"}
      actions={
        <LinkButton href={href({ subject: null, subjectId: null, userRecordId: null })} size="xs" variant="default">
          Look at all
        </LinkButton>
      }
    >
      Others are left out.
    </PartialNotice>
  );
}

function Notices(view: View<FindingFilters>) {
  const { filters, moment } = view;
  const { awsAccountId } = filters;
  return (
    <>
      {moment.asOf && (
        <Text size="xs" c="dimmed">
          Severities that were set by hand, owners, assignees and names are those of now. Whether a finding was
          provisional then is not kept.
        </Text>
      )}
      <Block name="The judged accounts" query={[awsAccountId, moment.day]} skeleton={null}>
        <NotJudgedNotice awsAccountId={awsAccountId} moment={moment} />
      </Block>
      <Block name="The counts by severity" query={[filters, moment.day]} skeleton={<TableSkeleton rows={1} />}>
        <OpenFindings awsAccountId={awsAccountId} moment={moment} filters={filters} />
      </Block>
      <SubjectNotice {...view} />
    </>
  );
}

const LIST: List<FindingFilters, Finding> = {
  address: FINDINGS,
  title: "Findings",
  description:
    "What is wrong, on which credential, user or role, and who takes care of it. Each is judged again with every scan, and is resolved by proof alone.",
  noun: "findings",
  empty: (view) => <NoFindings {...view} />,
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Resource or user" },
    { kind: "account" },
    { kind: "choice", name: "severity", label: "Severity", any: "Any severity", options: choicesOf(SEVERITY_LABELS) },
    { kind: "choice", name: "status", label: "Status", any: "Open and excepted", options: choicesOf(STATUS_LABELS) },
    {
      kind: "choice",
      name: "provisional",
      label: "Provisional",
      any: "Or not",
      options: choicesOf({ true: "Provisional only", false: "Not provisional" }),
      onlyNow: true,
    },
    { kind: "choice", name: "checkId", label: "Check", any: "Any check", options: CHECK_OPTIONS },
    {
      kind: "choice",
      name: "benchmark",
      label: "Benchmark",
      any: "Any benchmark",
      options: choicesOf(BENCHMARK_LABELS),
    },
    { kind: "search", name: "owner", label: "Owner", placeholder: "Whole name" },
    { kind: "search", name: "assignee", label: "Assignee", placeholder: "Name or e-mail" },
    { kind: "asOf" },
  ],
  notices: (view) => <Notices {...view} />,
  read: (api, query) => api.findings.list(query),
  columns: findingColumns,
};

export default function FindingsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

import { Text } from "@mantine/core";
import type { Finding } from "@rolecall/domain";
import { type Column, type ColumnSort, columnSort, DataTable, DateText, LinkText } from "@rolecall/ui";
import type { ReactNode } from "react";
import { type FindingFilters, findingHref, findingsHref } from "../../../rooms/address/findings.ts";
import { hrefOf } from "../../../rooms/address/list-query.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";
import { SUBJECT_LABELS } from "../../../rooms/findings/finding-labels.ts";
import { FindingMarks } from "../../../rooms/findings/finding-marks.tsx";
import { ResourceLink } from "../../../rooms/findings/resource-link.tsx";
import { SeverityBadge } from "../../../rooms/findings/severity-badge.tsx";
import { accountColumn } from "../../../rooms/list/cells.tsx";
import classes from "./finding-table.module.css";

type FindingTableProps = { rows: readonly Finding[]; filters: FindingFilters; moment: Moment; empty: ReactNode };

function Title({ finding, moment }: { finding: Finding; moment: Moment }) {
  return (
    <div className={classes.title}>
      <LinkText inherit href={findingHref(finding.id, moment.day)}>
        {finding.title}
      </LinkText>
      <Text size="xs" c="dimmed" lineClamp={3}>
        {finding.sentence}
      </Text>
    </div>
  );
}

/** Whose a credential is; a user's own findings name the user already. */
function OfUser({ finding: { subject, userRecordId, userName }, moment }: { finding: Finding; moment: Moment }) {
  if (subject === "user" || userRecordId === null || userName === null) return null;
  return (
    <>
      {" "}
      of{" "}
      <LinkText inherit underline="always" href={hrefOf(`/users/${userRecordId}`, { asOf: moment.day })}>
        {userName}
      </LinkText>
    </>
  );
}

function Opened({ openedAt, timesOpened, resolvedAt }: Finding) {
  return (
    <>
      <DateText at={openedAt} />
      {timesOpened > 1 && (
        <Text size="xs" c="dimmed">
          opened {timesOpened.toLocaleString("en-US")} times
        </Text>
      )}
      {resolvedAt && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          resolved <DateText at={resolvedAt} />
        </Text>
      )}
    </>
  );
}

/** Whose the resource is by its tag, and who takes care of the finding. */
function People({ owner, assignee }: Finding) {
  return (
    <div className={classes.people}>
      {owner ?? "nobody named"}
      <Text size="xs" c="dimmed">
        {assignee ? `assigned to ${assignee}` : "not assigned"}
      </Text>
    </div>
  );
}

/** The gravest are what people want to see first, which is from the greatest down. */
function severitySort(
  current: FindingFilters["sort"],
  hrefOfSort: (sort: FindingFilters["sort"]) => string,
): ColumnSort {
  if (current === "severity") return { direction: "descending", href: hrefOfSort("-severity") };
  return { direction: current === "-severity" ? "ascending" : null, href: hrefOfSort("severity") };
}

function columnsFor(filters: FindingFilters, moment: Moment): Column<Finding>[] {
  const hrefOfSort = (sort: FindingFilters["sort"]) => findingsHref({ ...filters, sort, cursor: null });
  const sorted = (key: "openedAt" | "resourceName", first?: "descending") =>
    columnSort(key, filters.sort, hrefOfSort, first);
  return [
    { id: "title", header: "Finding", cell: (finding) => <Title finding={finding} moment={moment} /> },
    {
      id: "severity",
      header: "Severity",
      sort: severitySort(filters.sort, hrefOfSort),
      cell: ({ severity, severityOverride }) => (
        <>
          <SeverityBadge severity={severity} />
          {severityOverride && (
            <Text size="xs" c="dimmed">
              set by hand
            </Text>
          )}
        </>
      ),
    },
    {
      id: "resource",
      header: "Resource",
      sort: sorted("resourceName"),
      cell: (finding) => (
        <div className={classes.resource}>
          <ResourceLink resource={finding} moment={moment} />
          <Text size="xs" c="dimmed">
            {SUBJECT_LABELS[finding.subject]}
            <OfUser finding={finding} moment={moment} />
          </Text>
        </div>
      ),
    },
    accountColumn,
    {
      id: "status",
      header: "Status",
      cell: (finding) => <FindingMarks finding={moment.day ? { ...finding, isProvisional: false } : finding} />,
    },
    { id: "opened", header: "Opened", sort: sorted("openedAt", "descending"), cell: Opened },
    { id: "people", header: "Owner, assignee", cell: People },
  ];
}

/** Findings as rows. */
export function FindingTable({ rows, filters, moment, empty }: FindingTableProps) {
  return (
    <DataTable
      caption="Findings"
      columns={columnsFor(filters, moment)}
      rows={rows}
      rowKey={({ id }) => id}
      empty={empty}
    />
  );
}

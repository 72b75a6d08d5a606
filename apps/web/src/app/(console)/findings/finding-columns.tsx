import { Text } from "@mantine/core";
import type { Finding } from "@rolecall/domain";
import { type Column, type ColumnSort, DateText, LinkText } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { type FindingFilters, findingHref } from "../../../rooms/address/findings.ts";
import { hrefOf } from "../../../rooms/address/href.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";
import { FindingMarks } from "../../../rooms/findings/finding-marks.tsx";
import { ResourceLink } from "../../../rooms/findings/resource-link.tsx";
import { SeverityBadge } from "../../../rooms/findings/severity-badge.tsx";
import { accountColumn } from "../../../rooms/list/cells.tsx";
import type { View } from "../../../rooms/list/view.ts";
import { SUBJECT_LABELS } from "../../../rooms/words/subjects.ts";
import classes from "./finding-columns.module.css";

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

/** The user of a credential. A finding of the user itself already names it as its resource. */
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
          opened {formatCount(timesOpened)} times
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

/** The owner of the resource by its tag, and the assignee of the finding. */
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

/** The first click shows the most severe findings first, which counts as descending. */
function severitySort({ filters: { sort }, href }: View<FindingFilters>): ColumnSort {
  if (sort === "severity") return { direction: "descending", href: href({ sort: "-severity" }) };
  return { direction: sort === "-severity" ? "ascending" : null, href: href({ sort: "severity" }) };
}

/** The columns of the list of findings. */
export function findingColumns(view: View<FindingFilters>): readonly Column<Finding>[] {
  const { moment, sortBy } = view;
  return [
    { id: "title", header: "Finding", cell: (finding) => <Title finding={finding} moment={moment} /> },
    {
      id: "severity",
      header: "Severity",
      sort: severitySort(view),
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
      sort: sortBy("resourceName"),
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
    { id: "opened", header: "Opened", sort: sortBy("openedAt", "descending"), cell: Opened },
    { id: "people", header: "Owner, assignee", cell: People },
  ];
}

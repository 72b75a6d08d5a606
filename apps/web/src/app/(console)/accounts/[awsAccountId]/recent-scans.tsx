import { Text } from "@mantine/core";
import type { Scan } from "@rolecall/domain";
import { type Column, LinkText } from "@rolecall/ui";
import { formatCount, formatInstant } from "@rolecall/ui/format";
import { PagedTable } from "../../../../rooms/list/paged-table.tsx";
import {
  isMoving,
  SCAN_KINDS,
  SCAN_TRIGGER,
  ScanStatusBadge,
  scanDuration,
} from "../../../../rooms/scans/scan-status.tsx";

const columns: readonly Column<Scan>[] = [
  {
    id: "at",
    header: "Scan",
    cell: (row) => (
      <LinkText inherit href={`/scans/${row.id}`}>
        {formatInstant(row.requestedAt)}
      </LinkText>
    ),
  },
  {
    id: "kind",
    header: "Kind",
    cell: (row) => <span style={{ whiteSpace: "nowrap" }}>{SCAN_KINDS[row.kind].label}</span>,
  },
  { id: "status", header: "Status", cell: (row) => <ScanStatusBadge scan={row} /> },
  {
    id: "trigger",
    header: "Why",
    cell: ({ trigger, cancelledBy }) =>
      cancelledBy ? `${SCAN_TRIGGER[trigger]}; cancelled by ${cancelledBy}` : SCAN_TRIGGER[trigger],
  },
  {
    id: "duration",
    header: "Duration",
    align: "right",
    cell: (row) => scanDuration(row) ?? (isMoving(row) ? "not yet" : "never began"),
  },
  { id: "calls", header: "API calls", align: "right", cell: (row) => formatCount(row.apiCalls.total) },
  {
    id: "changes",
    header: "Changes",
    cell: ({ changes, finishedAt }) => {
      if (changes) return `${changes.created} new, ${changes.changed} changed, ${changes.removed} gone`;
      return finishedAt ? "nothing was written" : "not yet";
    },
  },
];

type RecentScansProps = Pick<Parameters<typeof PagedTable<Scan>>[0], "page" | "cursor" | "hrefAt">;

/** The account's scans, newest first. */
export function RecentScans(props: RecentScansProps) {
  return (
    <PagedTable
      {...props}
      noun="scans"
      caption="Recent scans"
      columns={columns}
      rowKey={({ id }) => id}
      empty={
        <Text size="sm" c="dimmed">
          No scan has been asked for yet.
        </Text>
      }
    />
  );
}

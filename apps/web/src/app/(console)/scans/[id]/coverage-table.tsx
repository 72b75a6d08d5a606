import { Text } from "@mantine/core";
import type { ResourceCoverage, Scan, ScanKind } from "@rolecall/domain";
import { type Column, DataTable, DateText } from "@rolecall/ui";
import { CoverageBadge } from "../../../../rooms/scans/coverage-badge.tsx";
import { CoverageReason } from "../../../../rooms/scans/coverage-reason.tsx";
import { RESOURCE_LABELS } from "../../../../rooms/scans/resource-labels.ts";

const columnsFor = (kind: ScanKind): readonly Column<ResourceCoverage>[] => [
  { id: "resource", header: "What", cell: (row) => RESOURCE_LABELS[row.resource] },
  {
    id: "state",
    header: "State",
    cell: ({ state }) => <CoverageBadge state={state} kind={kind} />,
  },
  {
    id: "reason",
    header: "Why, and what would help",
    cell: (row) => (row.reason || row.state !== "read" ? <CoverageReason {...row} /> : ""),
  },
  {
    id: "at",
    header: "As of",
    cell: (row) => (row.observedAt ? <DateText at={row.observedAt} withTime /> : "unknown"),
  },
];

/** What a scan could read and what it could not. Everything that is not “Read” is shown as unknown elsewhere. */
export function CoverageTable({ coverage, kind }: Pick<Scan, "coverage" | "kind">) {
  return (
    <DataTable
      caption="Coverage"
      columns={columnsFor(kind)}
      rows={coverage}
      rowKey={(row) => row.resource}
      empty={
        <Text size="sm" c="dimmed">
          Nothing has been read yet.
        </Text>
      }
    />
  );
}

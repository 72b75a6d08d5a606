import { Text } from "@mantine/core";
import type { ResourceCoverage } from "@rolecall/domain";
import { type Column, DataTable, DateText, StatusBadge } from "@rolecall/ui";
import { CoverageReason } from "./coverage-reason.tsx";
import { COVERAGE_STATES, RESOURCE_LABELS } from "./resource-labels.ts";

const columns: readonly Column<ResourceCoverage>[] = [
  { id: "resource", header: "What", cell: (row) => RESOURCE_LABELS[row.resource] },
  {
    id: "state",
    header: "State",
    cell: ({ state }) => <StatusBadge tone={COVERAGE_STATES[state].tone}>{COVERAGE_STATES[state].label}</StatusBadge>,
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

/** What a scan could read and what not. Everything that is not “Read” is shown as unknown elsewhere. */
export function CoverageTable({ coverage }: { coverage: readonly ResourceCoverage[] }) {
  return (
    <DataTable
      caption="Coverage"
      columns={columns}
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

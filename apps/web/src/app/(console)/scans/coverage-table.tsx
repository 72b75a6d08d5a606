import { Text } from "@mantine/core";
import type { CoverageState, ResourceCoverage, ResourceKind } from "@rolecall/domain";
import { type Column, DataTable, DateText, StatusBadge, type Tone } from "@rolecall/ui";

const RESOURCE: Record<ResourceKind, string> = {
  users: "Users",
  roles: "Roles and trust policies",
  credential_report: "Credential report",
  access_keys: "Access keys",
  mfa_devices: "MFA devices",
  role_session_durations: "Session durations of roles",
  account_summary: "Account summary and root user",
  account_alias: "Account alias",
};

const STATE: Record<CoverageState, { label: string; tone: Tone }> = {
  read: { label: "Read", tone: "positive" },
  denied: { label: "No permission", tone: "critical" },
  throttled: { label: "Throttled by AWS", tone: "warning" },
  failed: { label: "Failed", tone: "critical" },
  not_applicable: { label: "Not applicable", tone: "neutral" },
};

const columns: readonly Column<ResourceCoverage>[] = [
  { id: "resource", header: "What", cell: (row) => RESOURCE[row.resource] },
  {
    id: "state",
    header: "State",
    cell: (row) => <StatusBadge tone={STATE[row.state].tone}>{STATE[row.state].label}</StatusBadge>,
  },
  {
    id: "reason",
    header: "Why, and what would help",
    cell: (row) => {
      if (!row.reason) return row.state === "read" ? "" : "not told by AWS";
      // AWS's words hold ARNs, which have no place to break at.
      return (
        <Text size="sm" miw={220} style={{ overflowWrap: "anywhere" }}>
          {row.reason}
        </Text>
      );
    },
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

import { Text } from "@mantine/core";
import type { AccountCoverage, KnownResource } from "@rolecall/domain";
import { AgeText, type Column, DataTable, DateText, LinkText, SectionCard } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import { CoverageBadge } from "../../../../rooms/scans/coverage-badge.tsx";
import { CoverageReason } from "../../../../rooms/scans/coverage-reason.tsx";
import { RESOURCE_LABELS } from "../../../../rooms/scans/resource-labels.ts";
import { SCAN_KINDS } from "../../../../rooms/scans/scan-status.tsx";
import { serverApi } from "../../../../server/api.ts";

const SOURCES: Readonly<Record<string, string>> = {
  live_api: "live API",
  credential_report: "credential report",
  last_accessed: "service last accessed",
  upload: "uploaded file",
};

function KnownSince({ known, state, now }: Pick<KnownResource, "known" | "state"> & { now: Date }) {
  if (!known) return state === "not_applicable" ? "nothing to know" : "never read: unknown";
  return (
    <>
      <DateText at={known.observedAt} withTime />
      <Text size="xs" c="dimmed">
        <AgeText at={known.observedAt} now={now} />, {SOURCES[known.source] ?? known.source}
      </Text>
    </>
  );
}

const columnsAt = (now: Date): readonly Column<KnownResource>[] => [
  { id: "resource", header: "What", cell: (row) => RESOURCE_LABELS[row.resource] },
  { id: "state", header: "Last scan", cell: (row) => <CoverageBadge state={row.state} kind={row.scanKind} /> },
  { id: "known", header: "Known as of", cell: (row) => <KnownSince known={row.known} state={row.state} now={now} /> },
  {
    id: "reason",
    header: "Why not newer, and what would help",
    cell: (row) => {
      if (row.state === null) return row.resource === "permission_sets" ? "read with an organisation only" : "";
      return row.reason || row.state !== "read" ? <CoverageReason {...row} /> : "";
    },
  },
  {
    id: "scan",
    header: "Told by",
    cell: ({ scanId, scanKind }) =>
      scanId && scanKind ? (
        <LinkText inherit href={`/scans/${scanId}`}>
          <span style={{ whiteSpace: "nowrap" }}>{SCAN_KINDS[scanKind].label}</span>
        </LinkText>
      ) : (
        "no scan yet"
      ),
  },
];

/** The number of kinds of resource that the newest scan failed to read. What is missing from an upload was not asked for. */
const countUnread = ({ resources }: AccountCoverage): number =>
  resources.filter(
    ({ state, scanKind }) =>
      scanKind !== "upload" && (state === "denied" || state === "throttled" || state === "failed"),
  ).length;

/** The data of an account by kind of resource, with its age. */
export async function KnownResources({ awsAccountId }: { awsAccountId: string }) {
  const coverage = await (await serverApi()).accounts.coverage({ awsAccountId });
  const unread = countUnread(coverage);
  return (
    <SectionCard
      title="What is known, and since when"
      description={
        unread > 0
          ? `${formatAmount(unread, "kind")} of resource could not be read last time: what was known of them before stays, and what never was known is shown as unknown.`
          : "What was not read is shown as unknown, never as empty."
      }
    >
      <DataTable
        caption="What is known of the account"
        columns={columnsAt(new Date())}
        rows={coverage.resources}
        rowKey={(row) => row.resource}
        empty={null}
      />
    </SectionCard>
  );
}

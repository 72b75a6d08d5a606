import { Text } from "@mantine/core";
import type { AccountCoverage, KnownResource } from "@rolecall/domain";
import { AgeText, type Column, DataTable, DateText, LinkText, SectionCard, StatusBadge } from "@rolecall/ui";
import { serverApi } from "../../../../server/api.ts";
import { CoverageReason } from "../../scans/coverage-reason.tsx";
import { COVERAGE_STATES, RESOURCE_LABELS } from "../../scans/resource-labels.ts";
import { SCAN_KINDS } from "../../scans/scan-status.tsx";

const SOURCES: Readonly<Record<string, string>> = {
  live_api: "live API",
  credential_report: "credential report",
  last_accessed: "service last accessed",
  upload: "uploaded file",
};

function State({ state }: Pick<KnownResource, "state">) {
  if (state === null) return <StatusBadge tone="neutral">Not asked yet</StatusBadge>;
  return <StatusBadge tone={COVERAGE_STATES[state].tone}>{COVERAGE_STATES[state].label}</StatusBadge>;
}

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
  { id: "state", header: "Last scan", cell: (row) => <State state={row.state} /> },
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
          {SCAN_KINDS[scanKind].label}
        </LinkText>
      ) : (
        "no scan yet"
      ),
  },
];

/** What stands between the inventory and the whole: kinds of resource that the newest scan could not read. */
const countUnread = ({ resources }: AccountCoverage): number =>
  resources.filter(({ state }) => state === "denied" || state === "throttled" || state === "failed").length;

/** What is known of an account, kind by kind, and since when. */
export async function KnownResources({ awsAccountId }: { awsAccountId: string }) {
  const coverage = await (await serverApi()).accounts.coverage({ awsAccountId });
  const unread = countUnread(coverage);
  return (
    <SectionCard
      title="What is known, and since when"
      description={
        unread > 0
          ? `${unread} kinds of resource could not be read last time: what was known of them before stays, and what never was known is shown as unknown.`
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

import { Stack, Text } from "@mantine/core";
import type { Coverage, CoverageRow, PermissionsProposal } from "@rolecall/domain";
import { type Column, DataTable, DateText, SectionCard, StatusBadge, type Tone, Unknown } from "@rolecall/ui";
import { readReplacement } from "./read-replacement.ts";

type Extent = CoverageRow["replacement"];
type Listed = { what: string; sentence: string };

const EXTENTS: Record<Extent, { tone: Tone; label: string }> = {
  all: { tone: "positive", label: "allowed" },
  some: { tone: "info", label: "allowed in part" },
  none: { tone: "warning", label: "not allowed" },
  unknown: { tone: "neutral", label: "not known" },
};

function ExtentBadge({ extent }: { extent: Extent }) {
  const { tone, label } = EXTENTS[extent];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

const SOURCES: Record<CoverageRow["sources"][number], string> = {
  last_used: "service last used",
  action_last_accessed: "action last accessed",
  cloudtrail: "CloudTrail",
};

const COLUMNS: readonly Column<CoverageRow>[] = [
  {
    id: "used",
    header: "Used",
    cell: ({ service, action, note }) => (
      <div style={{ minWidth: "9rem" }}>
        {action ?? service}
        {note && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
      </div>
    ),
  },
  {
    id: "lastUsed",
    header: "Last used",
    cell: ({ lastUsedAt }) =>
      lastUsedAt ? <DateText at={lastUsedAt} /> : <Unknown reason="AWS did not tell when it was used." />,
  },
  {
    id: "sources",
    header: "Seen in",
    cell: ({ sources }) => <Text size="sm">{sources.map((source) => SOURCES[source]).join(", ")}</Text>,
  },
  {
    id: "replacement",
    header: "Role that takes over",
    cell: ({ replacement }) => <ExtentBadge extent={replacement} />,
  },
  { id: "user", header: "User", cell: ({ user }) => <ExtentBadge extent={user} /> },
];

const LIST_COLUMNS: readonly Column<Listed>[] = [
  { id: "what", header: "Permission", cell: ({ what }) => <div style={{ overflowWrap: "anywhere" }}>{what}</div> },
  { id: "sentence", header: "Why", cell: ({ sentence }) => <div style={{ minWidth: "14rem" }}>{sentence}</div> },
];

const listed = ({
  service,
  actions,
  sentence,
}: PermissionsProposal["kept"][number] | PermissionsProposal["dropped"][number]) => ({
  what: actions ? actions.join(", ") : service,
  sentence,
});

function PermissionList({ title, rows }: { title: string; rows: readonly Listed[] }) {
  if (rows.length === 0) return null;
  return (
    <div>
      <Text fw={600} size="sm" mb={4}>
        {title}
      </Text>
      <DataTable
        caption={title}
        columns={LIST_COLUMNS}
        rows={rows}
        rowKey={({ what, sentence }) => `${what} ${sentence}`}
        empty={null}
      />
    </div>
  );
}

function CoverageTable({ coverage }: { coverage: Coverage }) {
  if (coverage.rows.length === 0) return null;
  return (
    <DataTable
      caption="Coverage by service and action"
      columns={COLUMNS}
      rows={coverage.rows}
      rowKey={({ service, action }) => action ?? service}
      empty={null}
    />
  );
}

/** Whether what was used is allowed to the role that takes over, and what its permissions leave out or keep. */
export async function CoverageCard({ userId }: { userId: string }) {
  const { coverage, coversExisting, permissions, roleName } = await readReplacement(userId);
  const role = coversExisting ? `The role ${roleName}` : `The proposed role ${roleName}`;
  return (
    <SectionCard title="Permissions of the role that takes over" description={`${role}. ${coverage.sentence}`}>
      <Stack gap="md">
        {permissions.problems.map(({ label, sentence }) => (
          <Text size="sm" key={`${label} ${sentence}`}>
            <strong>{label}.</strong> {sentence}
          </Text>
        ))}
        <CoverageTable coverage={coverage} />
        <PermissionList title="Left out" rows={permissions.dropped.map(listed)} />
        <PermissionList title="Kept, although nobody saw it used" rows={permissions.kept.map(listed)} />
      </Stack>
    </SectionCard>
  );
}

import { Group } from "@mantine/core";
import type { MigrationDetail } from "@rolecall/domain";
import { type Column, DataTable, DateText, LinkButton, LinkText, SectionCard } from "@rolecall/ui";
import { StageBadge } from "../../../../rooms/migration/migration-badges.tsx";

type Evidence = MigrationDetail["evidence"][number];

const SOURCES: Record<Evidence["source"], string> = {
  plan: "Plan",
  inventory: "Inventory",
  credential_report: "Credential report",
  role_last_used: "Role last used",
};

const COLUMNS: readonly Column<Evidence>[] = [
  { id: "stage", header: "Stage", cell: ({ stage }) => <StageBadge stage={stage} /> },
  {
    id: "sentence",
    header: "Evidence",
    cell: ({ sentence }) => <div style={{ minWidth: "14rem", overflowWrap: "anywhere" }}>{sentence}</div>,
  },
  { id: "source", header: "Source", cell: ({ source }) => SOURCES[source] },
  { id: "at", header: "As of", cell: ({ at }) => <DateText at={at} withTime /> },
  {
    id: "scan",
    header: "Scan",
    cell: ({ scanId }) =>
      scanId ? (
        <LinkText inherit href={`/scans/${scanId}`} style={{ whiteSpace: "nowrap" }}>
          View scan
        </LinkText>
      ) : (
        "–"
      ),
  },
];

/** What proves each stage so far; nothing while none is proved beyond the first. */
export function EvidenceTable({ evidence, userId }: Pick<MigrationDetail, "evidence" | "userId">) {
  if (evidence.length === 0) return null;
  return (
    <SectionCard
      title="Evidence"
      description="What proves each stage, as a scan or a member established it."
      actions={
        <Group gap="xs">
          {(["pdf", "json"] as const).map((format) => (
            <LinkButton
              key={format}
              href={`/migration/${userId}/evidence?format=${format}`}
              size="xs"
              variant="default"
              download
            >
              Evidence {format.toUpperCase()}
            </LinkButton>
          ))}
        </Group>
      }
    >
      <DataTable
        caption="Evidence"
        columns={COLUMNS}
        rows={evidence}
        rowKey={({ stage, sentence }) => `${stage} ${sentence}`}
        empty={null}
      />
    </SectionCard>
  );
}

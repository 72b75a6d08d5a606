import { Group, Text } from "@mantine/core";
import type { Finding } from "@rolecall/domain";
import { DateText, StatusBadge } from "@rolecall/ui";
import { STATUS_LABELS } from "./finding-labels.ts";

type FindingMarksProps = { finding: Pick<Finding, "status" | "isProvisional" | "exception"> };

/** The status of a finding, whether it is provisional, and until when it is excepted. */
export function FindingMarks({ finding: { status, isProvisional, exception } }: FindingMarksProps) {
  const { label, tone } = STATUS_LABELS[status];
  return (
    <>
      <Group gap={4} wrap="wrap">
        <StatusBadge tone={tone}>{label}</StatusBadge>
        {isProvisional && status !== "resolved" && <StatusBadge tone="neutral">Provisional</StatusBadge>}
      </Group>
      {status === "excepted" && exception && (
        <Text size="xs" c="dimmed" mt={2} style={{ whiteSpace: "nowrap" }}>
          until <DateText at={exception.expiresAt} />
        </Text>
      )}
    </>
  );
}

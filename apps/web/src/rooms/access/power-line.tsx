import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { PowerBadge } from "./power-badge.tsx";
import { POWER_LABELS } from "./power-labels.ts";
import type { ExplainedPower } from "./read-power.ts";

/** The privilege of a user or role in its account, and the policy that grants it. */
export function PowerLine({ power, reason }: ExplainedPower): ReactNode {
  return (
    <>
      <PowerBadge power={power} />
      <Text component="div" size="xs" c="dimmed" mt={2}>
        {POWER_LABELS[power].meaning}
        {reason ? `. ${reason}.` : "; judged with the last scan, and its policies have been read anew since."}
      </Text>
    </>
  );
}

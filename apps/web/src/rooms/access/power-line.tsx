import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { PowerBadge } from "./power-badge.tsx";
import { POWER_LABELS } from "./power-labels.ts";
import type { ToldPower } from "./read-power.ts";

/** What somebody may do in its account, and the policy that tells it. */
export function PowerLine({ power, reason }: ToldPower): ReactNode {
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

"use client";

import { Group } from "@mantine/core";
import { ActionButton } from "../../../rooms/action/action-button.tsx";
import { ConfirmButton } from "../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../trpc/client.tsx";

/** Sends a scheduled report now, or deletes the schedule. */
export function ScheduleActions({ id, name }: { id: string; name: string }) {
  const trpc = useTRPC();
  const send = useAction(trpc.reportSchedules.send.mutationOptions(), {
    done: { title: "The report is being composed", message: "Its mails appear in the outbox below." },
    failed: "That did not work",
  });
  const stop = useAction(trpc.reportSchedules.remove.mutationOptions());
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <ActionButton action={send} input={{ id }} size="xs" variant="light" aria-label={`Send ${name} now`}>
        Send now
      </ActionButton>
      <ConfirmButton
        action={stop}
        input={{ id }}
        label="Stop"
        accessibleLabel={`Stop ${name}`}
        size="xs"
        title={`Stop “${name}”?`}
        meaning={["No report goes out on this schedule any more. What was sent stays readable in the outbox."]}
        confirm="Stop it"
      />
    </Group>
  );
}

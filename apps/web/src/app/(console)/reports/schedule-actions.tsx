"use client";

import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ConfirmButton } from "../../../rooms/action/confirm-button.tsx";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem-of.ts";

type ScheduleActionsProps = { id: string; name: string };

const showProblem = (error: unknown) =>
  notifications.show({ color: "red", title: "That did not work", message: problemOf(error).message });

/** Send now, and stop. */
export function ScheduleActions({ id, name }: ScheduleActionsProps) {
  const router = useRouter();
  const trpc = useTRPC();
  const send = useMutation(
    trpc.reportSchedules.send.mutationOptions({
      onSuccess: () => {
        notifications.show({ title: "The report is being composed", message: "Its mails appear in the outbox below." });
        router.refresh();
      },
      onError: showProblem,
    }),
  );
  const stop = useMutation(trpc.reportSchedules.remove.mutationOptions());
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button
        size="xs"
        variant="light"
        loading={send.isPending}
        onClick={() => send.mutate({ id })}
        aria-label={`Send ${name} now`}
      >
        Send now
      </Button>
      <ConfirmButton
        label="Stop"
        accessibleLabel={`Stop ${name}`}
        size="xs"
        title={`Stop “${name}”?`}
        meaning={["No report goes out on this schedule any more. What was sent stays readable in the outbox."]}
        confirm="Stop it"
        mutation={stop}
        id={id}
      />
    </Group>
  );
}

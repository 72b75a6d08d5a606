"use client";

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem-of.ts";

type ScheduleActionsProps = { id: string; name: string };

const showProblem = (error: unknown) =>
  notifications.show({ color: "red", title: "That did not work", message: problemOf(error).message });

/** Send now, and stop. */
export function ScheduleActions({ id, name }: ScheduleActionsProps) {
  const router = useRouter();
  const trpc = useTRPC();
  const [asking, { open, close }] = useDisclosure(false);
  const send = useMutation(
    trpc.reportSchedules.send.mutationOptions({
      onSuccess: () => {
        notifications.show({ title: "The report is being composed", message: "Its mails appear in the outbox below." });
        router.refresh();
      },
      onError: showProblem,
    }),
  );
  const stop = useMutation(
    trpc.reportSchedules.remove.mutationOptions({
      onSuccess: () => {
        close();
        router.refresh();
      },
      onError: showProblem,
    }),
  );
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
      <Button size="xs" variant="default" onClick={open} aria-label={`Stop ${name}`}>
        Stop
      </Button>
      <Modal opened={asking} onClose={close} title={`Stop “${name}”?`} centered>
        <Stack gap="md">
          <Text size="sm">
            No report goes out on this schedule any more. What was sent stays readable in the outbox.
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <Button color="red" loading={stop.isPending} onClick={() => stop.mutate({ id })}>
              Stop it
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}

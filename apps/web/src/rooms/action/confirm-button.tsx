"use client";

import { Alert, Button, type ButtonProps, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { UseMutationResult } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { problemOf } from "../../trpc/problem-of.ts";

type ConfirmButtonProps = {
  /** What the button says. */
  label: string;
  /** Says more where several such buttons stand on a page. */
  accessibleLabel?: string;
  size?: ButtonProps["size"];
  title: string;
  /** What follows from it, a paragraph each. */
  meaning: readonly string[];
  confirm: string;
  keep?: string;
  mutation: UseMutationResult<unknown, unknown, { id: string }>;
  id: string;
};

/** Ends something, after saying what that means. Whether it worked or not, the page shows what is so now. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, accessibleLabel, size, title, meaning, confirm, keep = "Keep it", mutation, id } = props;
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure(false);
  const run = () => mutation.mutate({ id }, { onSuccess: close, onSettled: () => router.refresh() });
  return (
    <>
      <Button variant="default" size={size} onClick={open} aria-label={accessibleLabel}>
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={title} centered closeButtonProps={{ "aria-label": "Close" }}>
        <Stack>
          {mutation.error !== null && (
            <Alert color="red" role="alert">
              {problemOf(mutation.error).message}
            </Alert>
          )}
          {meaning.map((paragraph) => (
            <Text key={paragraph} size="sm">
              {paragraph}
            </Text>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {keep}
            </Button>
            <Button color="red.9" onClick={run} loading={mutation.isPending}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

"use client";

import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

/** Ends an exception before its day, after saying what that means. */
export function RevokeExceptionButton({ exceptionId }: { exceptionId: string }) {
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure(false);
  const revoke = useMutation(
    useTRPC().exceptions.revoke.mutationOptions({
      onSuccess: () => {
        close();
        router.refresh();
      },
    }),
  );
  return (
    <>
      <Button variant="default" onClick={open}>
        Revoke the exception
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Revoke this exception?"
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack>
          {revoke.error && (
            <Alert color="red" role="alert">
              {problemOf(revoke.error).message}
            </Alert>
          )}
          <Text size="sm">
            The finding is open again at once. The exception and its reason are kept, as revoked by you; a new one can
            be made.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <Button color="red.9" onClick={() => revoke.mutate({ id: exceptionId })} loading={revoke.isPending}>
              Revoke it
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

"use client";

import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

/** Cancels a scan that waits or runs, after saying what that means. */
export function CancelScanButton({ scanId, meaning }: { scanId: string; meaning: string }) {
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure(false);
  const cancel = useMutation(
    useTRPC().scans.cancel.mutationOptions({
      onSuccess: () => {
        close();
        router.refresh();
      },
      // It may have ended meanwhile: the page then shows how.
      onError: () => router.refresh(),
    }),
  );
  return (
    <>
      <Button variant="default" onClick={open}>
        Cancel the scan
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Cancel this scan?"
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack>
          {cancel.error && (
            <Alert color="red" role="alert">
              {problemOf(cancel.error).message}
            </Alert>
          )}
          <Text size="sm">{meaning}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Let it run
            </Button>
            <Button color="red.9" onClick={() => cancel.mutate({ id: scanId })} loading={cancel.isPending}>
              Cancel it
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

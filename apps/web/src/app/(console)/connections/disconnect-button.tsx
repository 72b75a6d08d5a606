"use client";

import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem-of.ts";

type Props = { connectionId: string; name: string };

/** Ends a connection, after saying what that means. */
export function DisconnectButton({ connectionId, name }: Props) {
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure(false);
  const remove = useMutation(
    useTRPC().connections.remove.mutationOptions({
      onSuccess: () => {
        close();
        router.refresh();
      },
    }),
  );
  return (
    <>
      <Button variant="default" onClick={open}>
        Disconnect
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={`Disconnect “${name}”?`}
        centered
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack>
          {remove.error && (
            <Alert color="red" role="alert">
              {problemOf(remove.error).message}
            </Alert>
          )}
          <Text size="sm">
            Rolecall stops reading the account at once. The inventory and its history stay readable. To connect the
            account again you make a new connection, with a new External ID.
          </Text>
          <Text size="sm">Afterwards you can delete the role in the AWS account.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <Button color="red.9" onClick={() => remove.mutate({ id: connectionId })} loading={remove.isPending}>
              Disconnect
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

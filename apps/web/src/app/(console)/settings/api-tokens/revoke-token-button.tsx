"use client";

import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

type Props = { tokenId: string; name: string };

/** Ends a token, after asking: programs that use it stop working at once. */
export function RevokeTokenButton({ tokenId, name }: Props) {
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure(false);
  const revoke = useMutation(
    useTRPC().apiTokens.revoke.mutationOptions({
      onSuccess: () => {
        close();
        router.refresh();
      },
    }),
  );
  return (
    <>
      <Button size="xs" variant="default" onClick={open} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <Modal opened={opened} onClose={close} title={`Revoke “${name}”?`} centered>
        <Stack>
          {revoke.error && (
            <Alert color="red" role="alert">
              {problemOf(revoke.error).message}
            </Alert>
          )}
          <Text size="sm">
            Programs that use this token are refused from their next request on. This cannot be undone.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <Button color="red.9" onClick={() => revoke.mutate({ id: tokenId })} loading={revoke.isPending}>
              Revoke
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

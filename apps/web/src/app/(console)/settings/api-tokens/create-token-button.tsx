"use client";

import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { CopyableCode } from "@rolecall/ui";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

/** Makes a token and shows its secret, this once. Closing the window forgets it. */
export function CreateTokenButton() {
  const router = useRouter();
  const [opened, { open, close }] = useDisclosure(false);
  const create = useMutation(useTRPC().apiTokens.create.mutationOptions({ onSuccess: () => router.refresh() }));
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: "" },
    validate: { name: (value) => (value.trim() ? null : "Give the token a name") },
  });
  const leave = () => {
    close();
    create.reset();
    form.reset();
  };
  const submit = form.onSubmit((values) =>
    create.mutate(values, { onError: (error) => form.setErrors({ name: problemOf(error).message }) }),
  );
  return (
    <>
      <Button onClick={open}>Make a token</Button>
      <Modal
        opened={opened}
        onClose={leave}
        title={create.data ? "Copy the token now" : "Make an API token"}
        closeOnClickOutside={!create.data}
        centered
        size="lg"
      >
        {create.data ? (
          <Stack>
            <Alert color="yellow" role="status">
              This is the only time the token is shown. Keep it where your program keeps its secrets.
            </Alert>
            <CopyableCode label="API token" value={create.data.token} />
            <Group justify="flex-end">
              <Button onClick={leave}>I have copied it</Button>
            </Group>
          </Stack>
        ) : (
          <form method="post" onSubmit={submit} noValidate>
            <Stack>
              <TextInput
                label="Name"
                description="The program that will use it, such as “SIEM export”"
                name="name"
                maxLength={100}
                data-autofocus
                key={form.key("name")}
                {...form.getInputProps("name")}
              />
              <Text size="sm" c="dimmed">
                The token works until it is revoked.
              </Text>
              <Group justify="flex-end">
                <Button variant="default" onClick={leave}>
                  Cancel
                </Button>
                <SubmitButton loading={create.isPending}>Make the token</SubmitButton>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
    </>
  );
}

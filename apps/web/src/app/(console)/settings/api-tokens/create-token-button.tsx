"use client";

import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { CopyableCode } from "@rolecall/ui";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { DialogButton } from "../../../../rooms/action/dialog-button.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { type Action, useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

function Secret({ token, onLeave }: { token: string; onLeave: () => void }) {
  return (
    <Stack>
      <Alert color="yellow" role="status">
        This is the only time the token is shown. Keep it where your program keeps its secrets.
      </Alert>
      <CopyableCode label="API token" value={token} />
      <Group justify="flex-end">
        <Button onClick={onLeave}>I have copied it</Button>
      </Group>
    </Stack>
  );
}

function TokenForm({ create, onLeave }: { create: Action<{ name: string }>; onLeave: () => void }) {
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: "" },
    validate: { name: (value) => (value.trim() ? null : "Give the token a name") },
  });
  const submit = form.onSubmit((values) =>
    create.run(values, { onRefused: ({ message }) => form.setErrors({ name: message }) }),
  );
  return (
    <ActionForm onSubmit={submit} problem={null}>
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
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={create.isBusy}>Make the token</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Creates a token and shows its secret, only once. Closing the dialog forgets it. */
export function CreateTokenButton() {
  const create = useAction(useTRPC().apiTokens.create.mutationOptions());
  const token = create.data?.token;
  return (
    <DialogButton
      label="Make a token"
      button={{ variant: "filled" }}
      title={token ? "Copy the token now" : "Make an API token"}
      dialog={{ size: "lg", closeOnClickOutside: !token }}
      onLeave={create.reset}
    >
      {(close) => (token ? <Secret token={token} onLeave={close} /> : <TokenForm create={create} onLeave={close} />)}
    </DialogButton>
  );
}

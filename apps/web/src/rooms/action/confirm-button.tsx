"use client";

import { Alert, Button, type ButtonProps, Group, Stack, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { DialogButton } from "./dialog-button.tsx";
import type { Action } from "./use-action.ts";

type ConfirmButtonProps<Input> = {
  action: Action<Input>;
  input: NoInfer<Input>;
  /** What the button says. */
  label: string;
  /** Names the object, where a page has several such buttons. */
  accessibleLabel?: string;
  size?: ButtonProps["size"];
  title: string;
  /** The consequences, one paragraph each. */
  meaning: readonly string[];
  confirm: string;
  keep?: string;
};

/** Asks before it runs an action that ends something. The page is refreshed even if the action fails. */
export function ConfirmButton<Input>(props: ConfirmButtonProps<Input>) {
  const { action, input, label, accessibleLabel, size, title, meaning, confirm, keep = "Keep it" } = props;
  const router = useRouter();
  return (
    <DialogButton label={label} title={title} button={{ size, "aria-label": accessibleLabel }}>
      {(close) => (
        <Stack>
          {action.problem && (
            <Alert color="red" role="alert">
              {action.problem.message}
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
            <Button
              color="red.9"
              onClick={() => action.run(input, { onDone: close, onRefused: router.refresh })}
              loading={action.isBusy}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      )}
    </DialogButton>
  );
}

"use client";

import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { RoleArnInput } from "@rolecall/domain";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPCClient } from "../../../../trpc/client.tsx";
import { wizardHref } from "../wizard-steps.ts";

type Props = { connectionId: string; initialRoleArn: string | null; example: string; submitLabel: string };

/** Asks for the role's ARN and starts the checks. A problem with the ARN is shown at the field. */
export function RoleArnForm({ connectionId, initialRoleArn, example, submitLabel }: Props) {
  const { connections } = useTRPCClient();
  const verify = useAction(
    {
      mutationFn: async (roleArn: string) => {
        await connections.update.mutate({ id: connectionId, roleArn });
        await connections.verify.mutate({ id: connectionId });
      },
    },
    { goTo: () => wizardHref(connectionId, "verify") },
  );
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { roleArn: initialRoleArn ?? "" },
    validate: { roleArn: (value) => RoleArnInput.safeParse(value).error?.issues[0]?.message ?? null },
  });
  const submit = form.onSubmit(({ roleArn }) =>
    verify.run(roleArn, {
      onRefused: ({ message, fields }) => form.setErrors({ roleArn: fields.roleArn ?? message }),
    }),
  );
  return (
    <ActionForm onSubmit={submit} problem={null} maw={640}>
      <TextInput
        label="Role ARN"
        name="roleArn"
        placeholder={example}
        required
        withAsterisk={false}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        key={form.key("roleArn")}
        {...form.getInputProps("roleArn")}
      />
      <SubmitButton loading={verify.isBusy} style={{ alignSelf: "flex-start" }}>
        {submitLabel}
      </SubmitButton>
    </ActionForm>
  );
}

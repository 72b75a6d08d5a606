"use client";

import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { RoleArnInput } from "@rolecall/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { SubmitButton } from "../../../rooms/action/submit-button.tsx";
import { useTRPC } from "../../../trpc/client.tsx";
import { problemOf } from "../../../trpc/problem-of.ts";
import { wizardHref } from "./new/wizard-progress.tsx";

type Props = { connectionId: string; initialRoleArn: string | null; example: string; submitLabel: string };

/** Tells the role's ARN and starts the checks. Whatever is wrong with the ARN is said at the field. */
export function RoleArnForm({ connectionId, initialRoleArn, example, submitLabel }: Props) {
  const router = useRouter();
  const trpc = useTRPC();
  const update = useMutation(trpc.connections.update.mutationOptions());
  const verify = useMutation(trpc.connections.verify.mutationOptions());
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { roleArn: initialRoleArn ?? "" },
    validate: { roleArn: (value) => RoleArnInput.safeParse(value).error?.issues[0]?.message ?? null },
  });
  const submit = form.onSubmit(async ({ roleArn }) => {
    try {
      await update.mutateAsync({ id: connectionId, roleArn });
      await verify.mutateAsync({ id: connectionId });
      router.push(wizardHref(connectionId, "verify"));
      router.refresh();
    } catch (error) {
      const { message, fields } = problemOf(error);
      form.setErrors({ roleArn: fields.roleArn ?? message });
    }
  });
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack maw={640}>
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
        <SubmitButton loading={form.submitting || verify.isSuccess} style={{ alignSelf: "flex-start" }}>
          {submitLabel}
        </SubmitButton>
      </Stack>
    </form>
  );
}

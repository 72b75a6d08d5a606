"use client";

import { PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { AcceptInvitationInput, Invitation } from "@rolecall/domain";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { signInWithPassword } from "../../sign-in-with-password.ts";
import { acceptAction } from "./accept-action.ts";

type Field = keyof AcceptInvitationInput;
const FIELDS: readonly Field[] = ["name", "tenantName", "password"];

/** What is asked of whoever was invited. Ends signed in where a password was chosen, else on the way there. */
export function InvitationForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const { email, tenantName, asks } = invitation;
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", tenantName: "", password: "" } });
  const submit = form.onSubmit(async (values) => {
    setProblem(null);
    const asked = Object.fromEntries(FIELDS.filter((field) => asks[field]).map((field) => [field, values[field]]));
    const answer = await acceptAction(token, asked);
    if (!answer.ok) {
      form.setErrors(answer.fields);
      return setProblem(answer.problem);
    }
    const refusal = asks.password ? await signInWithPassword({ email, password: values.password }) : null;
    if (refusal) return setProblem(`Your account is ready. ${refusal}`);
    router.replace(asks.password ? "/overview" : "/sign-in");
    router.refresh();
  });
  const field = (name: Field) => ({
    name,
    required: true,
    withAsterisk: false,
    ...form.getInputProps(name),
  });
  return (
    <ActionForm onSubmit={submit} problem={problem === null ? null : { message: problem }}>
      {asks.name && <TextInput label="Your name" autoComplete="name" {...field("name")} key={form.key("name")} />}
      {asks.tenantName && (
        <TextInput
          label="Organisation"
          description="As your team calls it"
          autoComplete="organization"
          {...field("tenantName")}
          key={form.key("tenantName")}
        />
      )}
      {asks.password && (
        <PasswordInput
          label="Password"
          description="At least 12 characters. A sentence is easy to remember and hard to guess."
          autoComplete="new-password"
          {...field("password")}
          key={form.key("password")}
        />
      )}
      <SubmitButton loading={form.submitting} fullWidth mt="xs">
        {tenantName ? "Join" : "Create organisation"}
      </SubmitButton>
    </ActionForm>
  );
}

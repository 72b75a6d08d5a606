"use client";

import { PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionForm } from "../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../rooms/action/submit-button.tsx";
import { signInWithPassword } from "../sign-in-with-password.ts";

/** E-mail and password. The answer does not reveal which of the two was wrong. */
export function SignInForm({ next }: { next: string }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.includes("@") ? null : "Enter your e-mail address"),
      password: (value) => (value ? null : "Enter your password"),
    },
  });
  const submit = form.onSubmit(async (values) => {
    setProblem(null);
    const refusal = await signInWithPassword(values);
    if (refusal) return setProblem(refusal);
    router.replace(next);
    router.refresh();
  });
  return (
    <ActionForm onSubmit={submit} problem={problem === null ? null : { message: problem }}>
      <TextInput
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        key={form.key("email")}
        {...form.getInputProps("email")}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        key={form.key("password")}
        {...form.getInputProps("password")}
      />
      <SubmitButton loading={form.submitting} fullWidth mt="xs">
        Sign in
      </SubmitButton>
    </ActionForm>
  );
}

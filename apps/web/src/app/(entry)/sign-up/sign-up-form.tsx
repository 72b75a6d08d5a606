"use client";

import { PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionForm } from "../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../rooms/action/submit-button.tsx";
import { signInWithPassword } from "../sign-in-with-password.ts";
import { signUpAction } from "./sign-up-action.ts";

/** Name, organisation, e-mail, password. Ends signed in, on the overview. */
export function SignUpForm() {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: "", tenantName: "", email: "", password: "" },
  });
  const submit = form.onSubmit(async (values) => {
    setProblem(null);
    const answer = await signUpAction(values);
    if (!answer.ok) {
      form.setErrors(answer.fields);
      return setProblem(answer.problem);
    }
    const refusal = await signInWithPassword(values);
    if (refusal) return setProblem(`Your organisation was created. ${refusal}`);
    router.replace("/overview");
    router.refresh();
  });
  const field = (name: "name" | "tenantName" | "email" | "password") => ({
    name,
    required: true,
    withAsterisk: false,
    ...form.getInputProps(name),
  });
  return (
    <ActionForm onSubmit={submit} problem={problem === null ? null : { message: problem }}>
      <TextInput label="Your name" autoComplete="name" {...field("name")} key={form.key("name")} />
      <TextInput
        label="Organisation"
        description="As your team calls it"
        autoComplete="organization"
        {...field("tenantName")}
        key={form.key("tenantName")}
      />
      <TextInput label="E-mail" type="email" autoComplete="username" {...field("email")} key={form.key("email")} />
      <PasswordInput
        label="Password"
        description="At least 12 characters. A sentence is easy to remember and hard to guess."
        autoComplete="new-password"
        {...field("password")}
        key={form.key("password")}
      />
      <SubmitButton loading={form.submitting} fullWidth mt="xs">
        Create organisation
      </SubmitButton>
    </ActionForm>
  );
}

"use client";

import { Alert, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { ActionForm } from "../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../rooms/action/submit-button.tsx";
import { signUpAction } from "./sign-up-action.ts";

/** An address, to which a link is mailed. */
export function SignUpForm() {
  const [problem, setProblem] = useState<string | null>(null);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "" } });
  const submit = form.onSubmit(async (values) => {
    setProblem(null);
    const answer = await signUpAction(values);
    if (answer.ok) return setSentTo(values.email);
    form.setErrors(answer.fields);
    setProblem(answer.problem);
  });
  if (sentTo !== null) {
    return (
      <Alert color="green" role="status" title="Check your mail">
        If {sentTo} can be used, a link is on its way there. It is good for one day.
      </Alert>
    );
  }
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
      <SubmitButton loading={form.submitting} fullWidth mt="xs">
        Send the link
      </SubmitButton>
    </ActionForm>
  );
}

"use client";

import { Alert, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { Partition } from "@rolecall/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";
import { SubmitButton } from "../../../submit-button.tsx";
import { wizardHref } from "./wizard-progress.tsx";

const PARTITIONS: { value: Partition; label: string }[] = [
  { value: "aws", label: "AWS (aws)" },
  { value: "aws-us-gov", label: "AWS GovCloud, US (aws-us-gov)" },
  { value: "aws-cn", label: "AWS China (aws-cn)" },
];

/** Makes the connection, and with it the External ID that the next step shows. */
export function NameStep() {
  const router = useRouter();
  const create = useMutation(useTRPC().connections.create.mutationOptions());
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { name: "", partition: "aws" as Partition },
    validate: { name: (value) => (value.trim() ? null : "Give the connection a name") },
  });
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSuccess: (connection) => router.push(wizardHref(connection.id, "install")),
      onError: (error) => form.setErrors(problemOf(error).fields),
    }),
  );
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack maw={460}>
        {create.error && (
          <Alert color="red" role="alert">
            {problemOf(create.error).message}
          </Alert>
        )}
        <TextInput
          label="Name"
          description="Such as “Production” or “Payments, staging”"
          name="name"
          required
          withAsterisk={false}
          maxLength={100}
          key={form.key("name")}
          {...form.getInputProps("name")}
        />
        <NativeSelect
          label="Partition"
          description="Nearly always AWS. A role of one partition cannot be reached from another."
          name="partition"
          data={PARTITIONS}
          key={form.key("partition")}
          {...form.getInputProps("partition")}
        />
        <SubmitButton loading={create.isPending || create.isSuccess} style={{ alignSelf: "flex-start" }}>
          Continue
        </SubmitButton>
      </Stack>
    </form>
  );
}

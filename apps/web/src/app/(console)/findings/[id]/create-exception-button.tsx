"use client";

import { Button, Group, NativeSelect, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import type { Finding } from "@rolecall/domain";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { DialogButton } from "../../../../rooms/action/dialog-button.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import type { Problem } from "../../../../trpc/problem-of.ts";
import {
  type ExceptionValues,
  exceptionInput,
  exceptionProblems,
  expiryDays,
  fieldOf,
  NO_EXCEPTION,
} from "./exception-values.ts";

type Excepted = Pick<Finding, "checkId" | "subject" | "subjectId" | "userRecordId" | "owner">;

const CONDITION_OPTIONS = [
  { value: "", label: "On nothing: until its last day" },
  { value: "source_ip", label: "On an IP condition in the user's policies" },
  { value: "permissions_boundary", label: "On a permissions boundary" },
  { value: "hardware_mfa", label: "On a hardware or FIDO device" },
  { value: "no_console_password", label: "On having no console password" },
];

function ConditionFields({ form }: { form: UseFormReturnType<ExceptionValues> }) {
  const { condition } = form.values;
  return (
    <>
      <NativeSelect
        label="What it hangs on"
        description="When that does not stand any more, the exception is void and the finding open again."
        data={CONDITION_OPTIONS}
        {...form.getInputProps("condition")}
      />
      {condition === "source_ip" && (
        <TagsInput
          label="Ranges of addresses"
          description="Exactly those of the condition; press Enter after each"
          placeholder="203.0.113.0/24"
          splitChars={[",", " ", ";"]}
          acceptValueOnBlur
          maxTags={50}
          {...form.getInputProps("cidrs")}
        />
      )}
      {condition === "permissions_boundary" && (
        <TextInput
          label="ARN of the boundary"
          placeholder="arn:aws:iam::111122223333:policy/boundary"
          maxLength={2048}
          spellCheck={false}
          {...form.getInputProps("policyArn")}
        />
      )}
    </>
  );
}

/** The first problem of each field of the form, from the API's answer. */
function refusedFields({ fields }: Problem): Partial<Record<keyof ExceptionValues, string>> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([field, message]) => [fieldOf(field.split(".")), message] as const)
      .filter(([field]) => field in NO_EXCEPTION),
  );
}

function ExceptionForm({ finding, onLeave }: { finding: Excepted; onLeave: () => void }) {
  const form = useForm<ExceptionValues>({
    initialValues: { ...NO_EXCEPTION, owner: finding.owner ?? "" },
    validate: (values) => exceptionProblems(finding, values, new Date()),
  });
  const create = useAction(useTRPC().exceptions.create.mutationOptions());
  const submit = form.onSubmit((values) =>
    create.run(exceptionInput(finding, values), {
      onDone: onLeave,
      onRefused: (problem) => form.setErrors(refusedFields(problem)),
    }),
  );
  const isSaidAtFields = Object.keys(form.errors).length > 0;
  const { first, last } = expiryDays(new Date());
  return (
    <ActionForm onSubmit={submit} problem={isSaidAtFields ? null : create.problem} gap="sm">
      <Text size="sm">
        The finding stays what it is, and somebody answers for it until a day. Then it is open again by itself.
      </Text>
      <TextInput label="Who answers for it" maxLength={200} data-autofocus {...form.getInputProps("owner")} />
      <Textarea
        label="Why it may stay as it is"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        {...form.getInputProps("reason")}
      />
      <TextInput label="Who allowed it" maxLength={200} {...form.getInputProps("approver")} />
      <TextInput
        type="date"
        label="Last day"
        description="At most two years ahead; it holds to the end of that day, UTC"
        min={first}
        max={last}
        {...form.getInputProps("expiresOn")}
      />
      {finding.userRecordId && <ConditionFields form={form} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={create.isBusy}>Make the exception</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Opens the form for an exception. */
export function CreateExceptionButton({ finding }: { finding: Excepted }) {
  return (
    <DialogButton label="Make an exception" title="Make an exception" dialog={{ size: "lg" }}>
      {(close) => <ExceptionForm finding={finding} onLeave={close} />}
    </DialogButton>
  );
}

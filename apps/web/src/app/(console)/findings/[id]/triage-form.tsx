"use client";

import { Alert, Button, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { type Finding, Severity, UpdateFindingInput } from "@rolecall/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { SEVERITY_LABELS } from "../../../../rooms/findings/finding-labels.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";

type TriageFormProps = {
  finding: Pick<Finding, "id" | "assignee" | "note" | "severityOverride" | "judgedSeverity">;
  ownEmail: string;
};

type Values = { assignee: string; note: string; severityOverride: Severity | "" };

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text);

const inputOf = (id: string, { assignee, note, severityOverride }: Values): UpdateFindingInput => ({
  id,
  assignee: textOrNull(assignee),
  note: textOrNull(note),
  severityOverride: severityOverride === "" ? null : severityOverride,
});

/** The first message per field, by the same rules as the API's. */
function problemsOf(id: string, values: Values): Record<string, string> {
  const issues = UpdateFindingInput.safeParse(inputOf(id, values)).error?.issues ?? [];
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [String(path[0]), message]));
}

/** Who takes care of a finding, what is known of it, and how grave it is here. None of it resolves the finding. */
export function TriageForm({ finding, ownEmail }: TriageFormProps) {
  const { id, assignee, note, severityOverride, judgedSeverity } = finding;
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const form = useForm<Values>({
    initialValues: { assignee: assignee ?? "", note: note ?? "", severityOverride: severityOverride ?? "" },
    validate: (values) => problemsOf(id, values),
  });
  const update = useMutation(
    useTRPC().findings.update.mutationOptions({
      onSuccess: () => {
        notifications.show({ title: "Noted", message: "The finding stays open until a scan proves that it is over." });
        form.resetDirty();
        startTransition(() => router.refresh());
      },
      onError: (error) => form.setErrors(problemOf(error).fields),
    }),
  );
  const submit = form.onSubmit((values) => update.mutate(inputOf(id, values)));
  return (
    <form method="post" onSubmit={submit} noValidate>
      <Stack gap="sm">
        {update.error && (
          <Alert color="red" role="alert">
            {problemOf(update.error).message}
          </Alert>
        )}
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            label="Assignee"
            placeholder="Nobody yet"
            maxLength={200}
            style={{ flex: 1, minWidth: 0 }}
            {...form.getInputProps("assignee")}
          />
          {form.values.assignee !== ownEmail && (
            <Button variant="default" onClick={() => form.setFieldValue("assignee", ownEmail)}>
              Assign to me
            </Button>
          )}
        </Group>
        <Textarea label="Note" autosize minRows={2} maxRows={12} maxLength={5000} {...form.getInputProps("note")} />
        <NativeSelect
          label="Severity"
          data={[
            { value: "", label: `As judged: ${SEVERITY_LABELS[judgedSeverity].toLowerCase()}` },
            ...Severity.options.map((value) => ({ value, label: `Set to ${SEVERITY_LABELS[value].toLowerCase()}` })),
          ]}
          {...form.getInputProps("severityOverride")}
        />
        <SubmitButton variant="default" loading={update.isPending || refreshing} style={{ alignSelf: "flex-start" }}>
          Save
        </SubmitButton>
      </Stack>
    </form>
  );
}

"use client";

import { Button, Group, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type Finding, Severity, UpdateFindingInput } from "@rolecall/domain";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { SEVERITY_LABELS } from "../../../../rooms/findings/finding-labels.ts";
import { useTRPC } from "../../../../trpc/client.tsx";

type TriageFormProps = {
  finding: Pick<Finding, "id" | "assignee" | "note" | "severityOverride" | "judgedSeverity">;
  ownEmail: string;
};

type Values = { assignee: string; note: string; severityOverride: Severity | "" };

const SAVED = { title: "Noted", message: "The finding stays open until a scan proves that it is over." };

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

/** Assignee, note and severity of a finding. None of them resolves it. */
export function TriageForm({ finding, ownEmail }: TriageFormProps) {
  const { id, assignee, note, severityOverride, judgedSeverity } = finding;
  const form = useForm<Values>({
    initialValues: { assignee: assignee ?? "", note: note ?? "", severityOverride: severityOverride ?? "" },
    validate: (values) => problemsOf(id, values),
  });
  const update = useAction(useTRPC().findings.update.mutationOptions(), { done: SAVED });
  const submit = form.onSubmit((values) =>
    update.run(inputOf(id, values), {
      onDone: () => form.resetDirty(),
      onRefused: ({ fields }) => form.setErrors(fields),
    }),
  );
  return (
    <ActionForm onSubmit={submit} problem={update.problem} gap="sm">
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
      <SubmitButton variant="default" loading={update.isBusy} style={{ alignSelf: "flex-start" }}>
        Save
      </SubmitButton>
    </ActionForm>
  );
}

"use client";

import { Button, Group, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { type MigrationDetail, TARGETS } from "@rolecall/domain";
import { formatDay } from "@rolecall/ui/format";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { DialogButton } from "../../../../rooms/action/dialog-button.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { targetGroups } from "../../../../rooms/migration/migration-labels.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import {
  hasSuccessor,
  PLANNED_TARGETS,
  type PlanValues,
  planInput,
  plannedSoFar,
  planProblems,
  questionsOf,
} from "./plan-values.ts";

type Planned = Pick<MigrationDetail, "userId" | "userName" | "proposedTarget" | "owner" | "plan" | "proposal">;
type Form = UseFormReturnType<PlanValues>;

const TARGET_OPTIONS = [{ value: "", label: "Choose a target" }, ...targetGroups(PLANNED_TARGETS)];

/** What only the owner knows, for the target that is chosen. */
function SuccessorFields({ form }: { form: Form }) {
  const { target } = form.values;
  if (!hasSuccessor(target)) return null;
  return (
    <>
      {questionsOf(target).map(({ name, question, example }) => (
        <TextInput
          key={name}
          label={question}
          placeholder={example}
          maxLength={1224}
          spellCheck={false}
          {...form.getInputProps(`values.${name}`)}
        />
      ))}
      <TextInput
        label="ARN of the role that takes over"
        description="Leave empty until it exists; the next scan proves it"
        placeholder="arn:aws:iam::111122223333:role/deploy-web"
        maxLength={2048}
        spellCheck={false}
        {...form.getInputProps("replacementRoleArn")}
      />
    </>
  );
}

function PlanFields({ form, proposedTarget }: { form: Form; proposedTarget: Planned["proposedTarget"] }) {
  const { target } = form.values;
  const isKept = target !== "" && TARGETS[target].end === "kept";
  return (
    <>
      <NativeSelect
        label="Target"
        description={`Proposed: ${TARGETS[proposedTarget].label}`}
        data={TARGET_OPTIONS}
        data-autofocus
        {...form.getInputProps("target")}
      />
      {target !== "" && target !== proposedTarget && (
        <Textarea
          label="Why not the proposed target"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          {...form.getInputProps("reason")}
        />
      )}
      <TextInput label="Owner" description="A person or a team" maxLength={256} {...form.getInputProps("owner")} />
      <TextInput
        type="date"
        label={isKept ? "Excepted until" : "Due date"}
        min={formatDay(new Date())}
        {...form.getInputProps("dueOn")}
      />
      <SuccessorFields form={form} />
      <TextInput
        label="Blocked by"
        description="Leave empty if it can go on"
        maxLength={2000}
        {...form.getInputProps("blockedReason")}
      />
    </>
  );
}

function PlanForm({ migration, onLeave }: { migration: Planned; onLeave: () => void }) {
  const form = useForm<PlanValues>({
    initialValues: plannedSoFar(migration),
    validate: (values) => planProblems(migration, values, formatDay(new Date())),
  });
  const accept = useAction(useTRPC().migrations.plan.mutationOptions(), {
    done: { title: "Planned", message: "The next scan looks for what proves the next stage." },
  });
  const submit = form.onSubmit((values) =>
    accept.run(planInput(migration.userId, values), {
      onDone: onLeave,
      onRefused: ({ fields }) => form.setErrors(fields),
    }),
  );
  const isSaidAtFields = Object.keys(form.errors).length > 0;
  return (
    <ActionForm onSubmit={submit} problem={isSaidAtFields ? null : accept.problem} gap="sm">
      <PlanFields form={form} proposedTarget={migration.proposedTarget} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={accept.isBusy}>Accept the plan</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Opens the form by which a member accepts or changes the plan of a migration. */
export function PlanButton({ migration }: { migration: Planned }) {
  const label = migration.plan ? "Change the plan" : "Plan the migration";
  return (
    <DialogButton
      label={label}
      title={`${label} of ${migration.userName}`}
      button={migration.plan ? {} : { variant: "filled" }}
      dialog={{ size: "lg" }}
    >
      {(close) => <PlanForm migration={migration} onLeave={close} />}
    </DialogButton>
  );
}

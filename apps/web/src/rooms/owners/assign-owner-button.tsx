"use client";

import { Button, Group, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { OwnerAssignment } from "@rolecall/domain";
import { DateText } from "@rolecall/ui";
import { useTRPC } from "../../trpc/client.tsx";
import { ActionForm } from "../action/action-form.tsx";
import { DialogButton } from "../action/dialog-button.tsx";
import { SubmitButton } from "../action/submit-button.tsx";
import { useAction } from "../action/use-action.ts";

type AssignOwnerProps = {
  userId: string;
  userName: string;
  owner: string | null;
  /** Whether the owner was assigned by hand, which can be taken back. */
  isByHand: boolean;
  /** What was assigned by hand so far, the newest first. */
  assignments: readonly OwnerAssignment[];
};

function Assignments({ assignments }: Pick<AssignOwnerProps, "assignments">) {
  if (assignments.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        Assigned so far
      </Text>
      {assignments.map(({ owner, from, to, setBy, endedBy }) => (
        <Text key={from.getTime()} size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {owner}, since <DateText at={from} /> by {setBy}
          {to && (
            <>
              ; ended <DateText at={to} /> by {endedBy}
            </>
          )}
        </Text>
      ))}
    </div>
  );
}

function AssignForm({ userId, owner, isByHand, assignments, onLeave }: AssignOwnerProps & { onLeave: () => void }) {
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { owner: owner ?? "" },
    validate: { owner: (value) => (value.trim() ? null : "Enter an owner") },
  });
  const assign = useAction(useTRPC().owners.assign.mutationOptions(), {
    done: { title: "Owner assigned", message: "Lists and figures follow." },
  });
  const submit = form.onSubmit((values) =>
    assign.run(
      { userIds: [userId], owner: values.owner },
      { onDone: onLeave, onRefused: ({ message }) => form.setErrors({ owner: message }) },
    ),
  );
  return (
    <ActionForm onSubmit={submit} problem={null}>
      <TextInput
        label="Owner"
        description="A person or a team. Outweighs rules and tags."
        maxLength={256}
        data-autofocus
        key={form.key("owner")}
        {...form.getInputProps("owner")}
      />
      <Assignments assignments={assignments} />
      <Group justify="flex-end">
        {isByHand && (
          <Button
            variant="default"
            mr="auto"
            loading={assign.isBusy}
            onClick={() => assign.run({ userIds: [userId], owner: null }, { onDone: onLeave })}
          >
            Use rules and tags
          </Button>
        )}
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={assign.isBusy}>Assign</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Assigns an owner to a user by hand, or takes that back. */
export function AssignOwnerButton(props: AssignOwnerProps) {
  return (
    <DialogButton label="Assign owner" title={`Owner of ${props.userName}`} button={{ size: "compact-sm" }}>
      {(close) => <AssignForm {...props} onLeave={close} />}
    </DialogButton>
  );
}

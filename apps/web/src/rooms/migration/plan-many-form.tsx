"use client";

import { Alert, Button, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { PlannedMigrations } from "@rolecall/domain";
import { formatAmount, formatDay } from "@rolecall/ui/format";
import type { ReactNode } from "react";
import { ActionForm } from "../action/action-form.tsx";
import { SubmitButton } from "../action/submit-button.tsx";
import type { Action } from "../action/use-action.ts";
import { type Given, reasonsOf } from "./plan-many.ts";

/** So many names stand beside a reason. */
const NAMED = 8;

function Refused({ result }: { result: PlannedMigrations }) {
  if (result.refused === 0) return null;
  return (
    <Alert color="yellow" title={`${formatAmount(result.refused, "user")} not planned`}>
      <List size="sm" spacing={4}>
        {reasonsOf(result).map(({ reason, userNames }) => (
          <List.Item key={reason}>
            {reason}: {userNames.slice(0, NAMED).join(", ")}
            {userNames.length > NAMED && ` and ${userNames.length - NAMED} more`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** What became of plans of many. */
export function PlanResult({ result, onLeave }: { result: PlannedMigrations; onLeave: () => void }) {
  return (
    <Stack>
      <Text role="status">{formatAmount(result.planned, "user")} planned.</Text>
      <Refused result={result} />
      <Group justify="flex-end">
        <Button onClick={onLeave}>Close</Button>
      </Group>
    </Stack>
  );
}

type PlanManyFormProps<Input extends Given> = {
  action: Action<Input>;
  input: (given: Given) => Input;
  submit: string;
  onLeave: () => void;
  /** Above owner and day. */
  children?: ReactNode;
};

const given = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

/** Owner and day for many plans; what is left empty is each one's own. */
export function PlanManyForm<Input extends Given>(props: PlanManyFormProps<Input>) {
  const { action, input, submit, onLeave, children } = props;
  const today = formatDay(new Date());
  const form = useForm({
    initialValues: { owner: "", dueOn: "" },
    validate: { dueOn: (day) => (day !== "" && day < today ? "Date is in the past" : null) },
  });
  return (
    <ActionForm
      gap="sm"
      problem={action.problem}
      onSubmit={form.onSubmit(({ owner, dueOn }) => action.run(input({ owner: given(owner), dueOn: given(dueOn) })))}
    >
      <Text size="sm">
        Each user gets the target that is proposed for it. Where a plan exists, only its owner and due date change.
      </Text>
      {children}
      <TextInput
        label="Owner"
        description="Leave empty to keep each user’s own owner"
        maxLength={256}
        {...form.getInputProps("owner")}
      />
      <TextInput
        type="date"
        label="Due date"
        description="Leave empty to take the day of its wave or campaign"
        min={today}
        {...form.getInputProps("dueOn")}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={action.isBusy}>{submit}</SubmitButton>
      </Group>
    </ActionForm>
  );
}

"use client";

import { Group, NativeSelect, Select, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { CreateReportScheduleInput, type ReportSchedule } from "@rolecall/domain";
import { LinkButton } from "@rolecall/ui";
import { useEffect } from "react";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { hourText, WEEKDAY_OPTIONS } from "../schedule-text.ts";

type ScheduleFormProps = { zones: string[]; ownEmail: string };

type Values = Pick<ReportSchedule, "name" | "frequency" | "dayOfWeek" | "timeZone" | "recipients"> & { hour: string };

const HOUR_OPTIONS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: hourText(hour) }));
const FREQUENCY_OPTIONS = [
  { value: "weekly", label: "Every week" },
  { value: "monthly", label: "Every month, on the first such day" },
];

const toInput = (values: Values) => ({ ...values, hour: Number(values.hour) });

/** The first message per field, by the same rules as the API's. */
function problemsOf(values: Values): Record<string, string> {
  const result = CreateReportScheduleInput.safeParse(toInput(values));
  if (result.success) return {};
  return Object.fromEntries(
    result.error.issues.toReversed().map((issue) => {
      const field = String(issue.path[0] ?? "name");
      const entry = field === "recipients" && issue.path.length > 1 ? values.recipients[Number(issue.path[1])] : null;
      return [field, entry ? `“${entry}” is not an e-mail address` : issue.message];
    }),
  );
}

/** Creates a report schedule. The time zone starts as the browser's own. */
export function ScheduleForm({ zones, ownEmail }: ScheduleFormProps) {
  const create = useAction(useTRPC().reportSchedules.create.mutationOptions(), { goTo: () => "/reports" });
  const form = useForm<Values>({
    initialValues: {
      name: "Weekly summary",
      frequency: "weekly",
      dayOfWeek: "monday",
      hour: "8",
      timeZone: "UTC",
      recipients: [ownEmail],
    },
    validate: problemsOf,
  });
  const { setFieldValue } = form;
  useEffect(() => {
    const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zones.includes(ownZone)) setFieldValue("timeZone", ownZone);
  }, [zones, setFieldValue]);

  const submit = form.onSubmit((values) =>
    create.run(toInput(values), { onRefused: ({ fields }) => form.setErrors(fields) }),
  );
  return (
    <ActionForm onSubmit={submit} problem={create.problem} maw={560}>
      <TextInput label="Name" maxLength={100} {...form.getInputProps("name")} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <NativeSelect label="How often" data={FREQUENCY_OPTIONS} {...form.getInputProps("frequency")} />
        <NativeSelect label="Weekday" data={WEEKDAY_OPTIONS} {...form.getInputProps("dayOfWeek")} />
        <NativeSelect label="Hour" data={HOUR_OPTIONS} {...form.getInputProps("hour")} />
        <Select
          label="Time zone"
          data={zones}
          searchable
          allowDeselect={false}
          limit={60}
          nothingFoundMessage="No such time zone"
          {...form.getInputProps("timeZone")}
        />
      </SimpleGrid>
      <TagsInput
        label="Recipients"
        description="50 at most. Addresses outside your organisation confirm once."
        placeholder="name@example.com"
        splitChars={[",", " ", ";"]}
        acceptValueOnBlur
        maxTags={50}
        {...form.getInputProps("recipients")}
      />
      <Group gap="xs">
        <SubmitButton loading={create.isBusy}>Schedule it</SubmitButton>
        <LinkButton href="/reports" variant="subtle" color="gray">
          Cancel
        </LinkButton>
      </Group>
    </ActionForm>
  );
}

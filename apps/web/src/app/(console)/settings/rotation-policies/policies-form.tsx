"use client";

import { Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { RotationPolicies } from "@rolecall/domain";
import { SectionCard } from "@rolecall/ui";
import { useState } from "react";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { LimitsFields } from "./limits-fields.tsx";
import { OverrideItem } from "./override-item.tsx";
import classes from "./policies-form.module.css";
import type { Places, PolicyForm } from "./policy-form.ts";
import { policyProblems, problemsFrom } from "./policy-problems.ts";
import { emptyOverride, type PolicyValues, policiesOf, policyValues } from "./policy-values.ts";

const MOST_OVERRIDES = 100;
const SAVED = { title: "The policies are set", message: "All accounts are judged again within a minute." };
const ORDER =
  "Read from the top: of the overrides that match a credential the first wins, limit by limit; what it leaves open is told by the next that matches, and at last by the defaults.";

type Props = { policies: RotationPolicies; places: Places };

function Overrides({ form, places, open, setOpen }: OverridesProps) {
  const { overrides } = form.values;
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  const add = () => {
    const key = `new-${overrides.length}-${Date.now()}`;
    form.insertListItem("overrides", emptyOverride(key));
    setOpen(new Set([...open, key]));
  };
  return (
    <Stack gap="sm" align="flex-start">
      {overrides.length === 0 ? (
        <Text size="sm">No override: the defaults hold for every credential.</Text>
      ) : (
        <ol className={classes.overrides}>
          {overrides.map((values, index) => (
            <OverrideItem
              key={values.key}
              form={form}
              index={index}
              values={values}
              places={places}
              isOpen={open.has(values.key)}
              onToggle={() => toggle(values.key)}
            />
          ))}
        </ol>
      )}
      <Button variant="default" size="xs" onClick={add} disabled={overrides.length >= MOST_OVERRIDES}>
        Add an override
      </Button>
    </Stack>
  );
}

type OverridesProps = {
  form: PolicyForm;
  places: Places;
  /** Keys of the overrides whose fields are shown. */
  open: ReadonlySet<string>;
  setOpen: (open: ReadonlySet<string>) => void;
};

/** Keys of the overrides that have a problem. */
function wrongKeys(errors: Record<string, unknown>, { overrides }: PolicyValues): string[] {
  const places = Object.keys(errors).map((field) => /^overrides\.(\d+)\./.exec(field)?.[1]);
  return overrides.filter((_, index) => places.includes(String(index))).map(({ key }) => key);
}

/** The rotation policies, which are saved together. */
export function PoliciesForm({ policies, places }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const form = useForm<PolicyValues>({ initialValues: policyValues(policies), validate: policyProblems });
  const showWrong = (errors: Record<string, unknown>) => {
    form.setErrors(errors as Record<string, string>);
    setOpen(new Set([...open, ...wrongKeys(errors, form.values)]));
  };
  const save = useAction(useTRPC().rotationPolicies.set.mutationOptions(), { done: SAVED });
  const submit = form.onSubmit(
    (values) =>
      save.run(RotationPolicies.parse(policiesOf(values)), {
        onRefused: ({ fields }) => {
          const issues = Object.entries(fields).map(([field, message]) => ({ path: field.split("."), message }));
          showWrong(problemsFrom(issues));
        },
      }),
    showWrong,
  );
  const isWrong = Object.keys(form.errors).length > 0;
  return (
    <ActionForm onSubmit={submit} problem={save.problem} problemTitle="Nothing was changed">
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Humans" description="Users with a console password, and what else points to a person.">
          <LimitsFields form={form} path="human" values={form.values.human} isOverride={false} />
        </SectionCard>
        <SectionCard title="Machines" description="Software. Who cannot be told gets the stricter of both limits.">
          <LimitsFields form={form} path="machine" values={form.values.machine} isOverride={false} />
        </SectionCard>
      </SimpleGrid>
      <SectionCard title="Overrides" description={ORDER}>
        <Overrides form={form} places={places} open={open} setOpen={setOpen} />
      </SectionCard>
      <Group gap="sm">
        <SubmitButton loading={save.isBusy}>Save the policies</SubmitButton>
        <Text size="sm" c={isWrong ? "var(--mantine-color-error)" : "dimmed"} role="status">
          {isWrong
            ? "Something above is not right: see the marked fields."
            : "Every account is judged again within a minute."}
        </Text>
      </Group>
    </ActionForm>
  );
}

"use client";

import { Group, NativeSelect, NumberInput, SimpleGrid, TextInput } from "@mantine/core";
import type { PolicyForm } from "./policy-form.ts";
import type { LimitValue } from "./policy-values.ts";

type LimitFieldProps = {
  form: PolicyForm;
  path: string;
  value: LimitValue;
  label: string;
  never: string;
  isOverride: boolean;
};

/** A number of days, no limit, or in an override whatever matches next. */
function LimitField({ form, path, value, label, never, isOverride }: LimitFieldProps) {
  const modes = [
    ...(isOverride ? [{ value: "inherit", label: "Not changed here" }] : []),
    { value: "days", label: "After days" },
    { value: "none", label: never },
  ];
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <NativeSelect
        label={label}
        data={modes}
        style={{ flex: "1 1 9rem", minWidth: 0 }}
        {...form.getInputProps(`${path}.mode`)}
      />
      {value.mode === "days" && (
        <NumberInput
          label="Days"
          aria-label={`${label}, days`}
          min={1}
          max={3650}
          allowDecimal={false}
          hideControls
          style={{ flex: "1 1 6rem", minWidth: 0 }}
          {...form.getInputProps(`${path}.days`)}
        />
      )}
    </Group>
  );
}

type LimitsFieldsProps = {
  form: PolicyForm;
  /** Path of the limits within the form. */
  path: string;
  values: { rotation: LimitValue; unused: LimitValue };
  isOverride: boolean;
};

/** The four limits. The defaults need all of them; an override leaves empty ones to the next match. */
export function LimitsFields({ form, path, values, isOverride }: LimitsFieldsProps) {
  const open = isOverride ? "Empty: not changed here" : undefined;
  const of = { form, isOverride };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <LimitField {...of} path={`${path}.rotation`} value={values.rotation} label="Rotate" never="Never" />
      <LimitField {...of} path={`${path}.unused`} value={values.unused} label="Counts as unused" never="Never" />
      <NumberInput
        label="Grace for new ones, days"
        description={open ?? "So long a new key is neither unused nor one too many"}
        min={0}
        max={365}
        allowDecimal={false}
        hideControls
        {...form.getInputProps(`${path}.graceDays`)}
      />
      <TextInput
        label="Warnings, days before"
        description={open ?? "Between commas; the first makes it due soon"}
        placeholder="30, 14, 7"
        {...form.getInputProps(`${path}.warnDaysBefore`)}
      />
    </SimpleGrid>
  );
}

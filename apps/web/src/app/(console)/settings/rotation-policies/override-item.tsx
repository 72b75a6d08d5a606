"use client";

import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { LimitsFields } from "./limits-fields.tsx";
import { MatchFields } from "./match-fields.tsx";
import classes from "./override-item.module.css";
import type { Places, PolicyForm } from "./policy-form.ts";
import type { OverrideValues } from "./policy-values.ts";
import { limitsText, matchText } from "./policy-words.ts";

type OverrideItemProps = {
  form: PolicyForm;
  index: number;
  values: OverrideValues;
  places: Places;
  isOpen: boolean;
  onToggle: () => void;
};

/** Moves an override up or down, or removes it. */
function LineButtons({ form, index, name }: { form: PolicyForm; index: number; name: string }) {
  const last = form.values.overrides.length - 1;
  const move = (to: number) => form.reorderListItem("overrides", { from: index, to });
  const common = { variant: "default", size: "md" } as const;
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon {...common} disabled={index === 0} onClick={() => move(index - 1)} aria-label={`Move up: ${name}`}>
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...common}
        disabled={index === last}
        onClick={() => move(index + 1)}
        aria-label={`Move down: ${name}`}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon {...common} onClick={() => form.removeListItem("overrides", index)} aria-label={`Remove: ${name}`}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** One override: a summary, and when it is open its fields. */
export function OverrideItem({ form, index, values, places, isOpen, onToggle }: OverrideItemProps) {
  const path = `overrides.${index}`;
  const name = values.name.trim() || `override ${index + 1}`;
  const isWrong = Object.keys(form.errors).some((field) => field.startsWith(`${path}.`));
  return (
    <li className={classes.item} data-wrong={isWrong ? "" : undefined}>
      <div className={classes.head}>
        <span className={classes.place} aria-hidden="true">
          {index + 1}
        </span>
        <div className={classes.summary}>
          <Text size="sm" fw={500}>
            {values.name.trim() || "New override"}
          </Text>
          <Text size="xs" c="dimmed">
            For {matchText(values)}: {limitsText(values.limits)}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Button
            size="xs"
            variant="subtle"
            onClick={onToggle}
            aria-expanded={isOpen}
            aria-label={`${isOpen ? "Close" : "Edit"}: ${name}`}
          >
            {isOpen ? "Close" : "Edit"}
          </Button>
          <LineButtons form={form} index={index} name={name} />
        </Group>
      </div>
      {isOpen && (
        <Stack gap="md" className={classes.fields}>
          <TextInput label="Name" maxLength={80} {...form.getInputProps(`${path}.name`)} />
          <fieldset className={classes.group}>
            <legend>For whom: every condition that is given must hold</legend>
            <MatchFields form={form} path={path} places={places} />
          </fieldset>
          <fieldset className={classes.group}>
            <legend>Limits</legend>
            <LimitsFields form={form} path={`${path}.limits`} values={values.limits} isOverride />
          </fieldset>
        </Stack>
      )}
    </li>
  );
}

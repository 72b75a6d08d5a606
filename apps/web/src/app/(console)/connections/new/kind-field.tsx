"use client";

import { Radio, RadioGroup, Stack } from "@mantine/core";
import type { Connection } from "@rolecall/domain";

type Kind = Connection["kind"];

const KINDS: readonly { value: Kind; label: string; description: string }[] = [
  {
    value: "account",
    label: "One AWS account",
    description: "A role in that account. Five minutes.",
  },
  {
    value: "organization",
    label: "A whole organisation",
    description:
      "A role in the management account, or a delegated administrator, and a StackSet that brings one into the member accounts. New accounts are taken up by themselves.",
  },
];

/** What to connect. */
export function KindField({ value, onChange }: { value: Kind; onChange: (kind: Kind) => void }) {
  return (
    <RadioGroup label="What do you connect?" value={value} onChange={(kind) => onChange(kind as Kind)}>
      <Stack gap="sm" mt="xs">
        {KINDS.map((kind) => (
          <Radio key={kind.value} {...kind} />
        ))}
      </Stack>
    </RadioGroup>
  );
}

"use client";

import { Checkbox, Group, Paper } from "@mantine/core";
import { formatAmount } from "@rolecall/ui/format";
import type { ReactNode } from "react";
import classes from "./selection.module.css";
import { useSelection } from "./selection.tsx";

type SelectionBarProps = {
  ids: readonly string[];
  /** What one row is, and several. */
  noun: readonly [one: string, many: string];
  /** What they are chosen for, such as "to merge them". */
  purpose: string;
  /** What can be done with the chosen rows. */
  children: ReactNode;
};

/** Chooses all rows of a page, says how many are chosen, and has what can be done with them. It stays in sight while some are. */
export function SelectionBar({ ids, noun: [one, many], purpose, children }: SelectionBarProps) {
  const { chosen, choose } = useSelection();
  const isAny = chosen.length > 0;
  return (
    <Paper
      withBorder={isAny}
      shadow={isAny ? "sm" : undefined}
      className={classes.bar}
      data-chosen={isAny || undefined}
    >
      <Group justify="space-between" gap="xs" mih={30}>
        <Checkbox
          size="xs"
          checked={isAny && chosen.length === ids.length}
          indeterminate={isAny && chosen.length < ids.length}
          onChange={(event) => choose(ids, event.currentTarget.checked)}
          label={isAny ? `${formatAmount(chosen.length, one, many)} selected` : `Select ${many} ${purpose}`}
        />
        {isAny && <Group gap="xs">{children}</Group>}
      </Group>
    </Paper>
  );
}

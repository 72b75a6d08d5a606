"use client";

import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./selection.module.css";
import { useSelection } from "./selection.tsx";

type RowChoiceProps = { id: string /** What is chosen, for screen readers. */; name: string; children: ReactNode };

/** The first cell of a row, with the box that chooses it. */
export function RowChoice({ id, name, children }: RowChoiceProps) {
  const { isChosen, choose } = useSelection();
  return (
    <div className={classes.row}>
      <Checkbox
        size="xs"
        checked={isChosen(id)}
        onChange={(event) => choose([id], event.currentTarget.checked)}
        aria-label={`Select ${name}`}
      />
      <div className={classes.cell}>{children}</div>
    </div>
  );
}

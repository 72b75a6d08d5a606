import type { ReactNode } from "react";
import classes from "./status-badge.module.css";

export type Tone = "neutral" | "info" | "positive" | "warning" | "critical";

type StatusBadgeProps = { tone: Tone; children: ReactNode };

/** A state in one or two words. The colour repeats the meaning of the word. */
export function StatusBadge({ tone, children }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}

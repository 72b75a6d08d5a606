import type { Severity } from "@rolecall/domain";
import { SEVERITY_LABELS } from "./finding-labels.ts";
import classes from "./severity-badge.module.css";

/** The severity of a finding. The colour repeats the meaning of the word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span className={classes.badge} data-severity={severity}>
      {SEVERITY_LABELS[severity]}
    </span>
  );
}

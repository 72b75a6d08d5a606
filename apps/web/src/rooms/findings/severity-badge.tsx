import type { Severity } from "@rolecall/domain";
import { SEVERITY_LABELS } from "./finding-labels.ts";
import classes from "./severity-badge.module.css";

/** How much a finding matters. The word carries the meaning, the colour repeats it. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span className={classes.badge} data-severity={severity}>
      {SEVERITY_LABELS[severity]}
    </span>
  );
}

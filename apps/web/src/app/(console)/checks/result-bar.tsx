import type { CheckCounts } from "@rolecall/domain";
import classes from "./result-bar.module.css";

const PARTS = ["failed", "unknown", "passed"] as const;

/** The shares of failed, unknown and passed. It repeats the numbers beside it, so it is hidden from screen readers. */
export function ResultBar({ counts }: { counts: CheckCounts }) {
  const total = counts.failed + counts.passed + counts.unknown;
  if (total === 0) return null;
  return (
    <div className={classes.bar} aria-hidden="true">
      {PARTS.filter((part) => counts[part] > 0).map((part) => (
        <span key={part} className={classes.part} data-result={part} style={{ flexGrow: counts[part] }} />
      ))}
    </div>
  );
}

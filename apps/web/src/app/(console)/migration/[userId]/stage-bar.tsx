import { VisuallyHidden } from "@mantine/core";
import type { MigrationDetail } from "@rolecall/domain";
import { DateText } from "@rolecall/ui";
import { STAGES } from "../../../../rooms/migration/migration-labels.ts";
import classes from "./stage-bar.module.css";
import { type PathStep, stagePath } from "./stage-path.ts";

const IN_WORDS: Record<PathStep["state"], string> = {
  proved: "proved",
  current: "current stage",
  skipped: "not proved",
  ahead: "not yet",
};
const MARKS: Record<PathStep["state"], string> = { proved: "✓", current: "✓", skipped: "–", ahead: "" };

function Step({ step: { stage, state, at }, isRetired }: { step: PathStep; isRetired: boolean }) {
  const { label, meaning } = STAGES[isRetired && stage === "verified" ? "retired" : stage];
  return (
    <li
      className={classes.step}
      data-state={state}
      title={meaning}
      aria-current={state === "current" ? "step" : undefined}
    >
      <span className={classes.mark} aria-hidden="true">
        {MARKS[state]}
      </span>
      <span className={classes.label}>{label}</span>
      <span className={classes.note}>
        {at ? (
          <DateText at={at} />
        ) : state === "skipped" ? (
          IN_WORDS[state]
        ) : (
          <VisuallyHidden>{IN_WORDS[state]}</VisuallyHidden>
        )}
      </span>
    </li>
  );
}

/** All stages of a migration: those that are proved are ticked, with the day. */
export function StageBar({ migration }: { migration: MigrationDetail }) {
  return (
    <ol className={classes.bar} aria-label="Stages">
      {stagePath(migration).map((step) => (
        <Step key={step.stage} step={step} isRetired={migration.stage === "retired" || migration.target === "remove"} />
      ))}
    </ol>
  );
}

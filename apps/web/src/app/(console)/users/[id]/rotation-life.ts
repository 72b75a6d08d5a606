import type { Rotation, RotationStage } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";

export const STAGE_LABELS: Record<RotationStage, { label: string; tone: Tone }> = {
  overlapping: { label: "Overlapping", tone: "info" },
  in_name_only: { label: "In name only", tone: "critical" },
  quiet: { label: "Old key is quiet", tone: "warning" },
  deactivated: { label: "Old key is deactivated", tone: "info" },
  complete: { label: "Complete", tone: "positive" },
};

/** `done`: it has happened. `open`: it has not happened yet. `bad`: it should have happened. */
export type LifeStep = { label: string; text: string; state: "done" | "open" | "bad" };

const step = (label: string, at: Date | null, otherwise: string, state: LifeStep["state"] = "open"): LifeStep =>
  at ? { label, text: at.toISOString().slice(0, 10), state: "done" } : { label, text: otherwise, state };

/** A bound is shown as one. */
const atLatest = (told: LifeStep, isBound: boolean): LifeStep =>
  isBound ? { ...told, text: `by ${told.text}` } : told;

function newInUse({ newUsedSince, newUsedAtLatest }: Rotation): LifeStep {
  return atLatest(step("New one in use", newUsedSince, "no use known"), newUsedAtLatest);
}

function oldQuiet({ stage, oldQuietSince }: Rotation): LifeStep {
  if (stage === "in_name_only") {
    const until = oldQuietSince?.toISOString().slice(0, 10);
    return { label: "Old one quiet", text: until ? `in use until ${until}` : "still in use", state: "bad" };
  }
  return step("Old one quiet", oldQuietSince, stage === "overlapping" ? "not yet" : "not known since when");
}

/** The old key's deactivation may have been skipped: keys can be deleted while they are active. */
function deactivated({ stage, oldDeactivatedAt }: Rotation): LifeStep {
  const skipped =
    stage === "complete" ? "not seen" : stage === "deactivated" ? "at a time that is not known" : "not yet";
  return step("Deactivated", oldDeactivatedAt, skipped);
}

/** The steps of a rotation in order, with what is known about each. */
export function lifeSteps(rotation: Rotation): LifeStep[] {
  const { startedAt, startedAtLatest, overlapDays, stage, oldDeletedAt } = rotation;
  return [
    atLatest(step("New key made", startedAt, ""), startedAtLatest),
    newInUse(rotation),
    {
      label: "Both active",
      text: overlapDays === null ? "for a time that is not known" : formatDays(overlapDays),
      state: stage === "in_name_only" ? "bad" : "done",
    },
    oldQuiet(rotation),
    deactivated(rotation),
    step("Deleted", oldDeletedAt, stage === "complete" ? "at a time that is not known" : "not yet"),
  ];
}

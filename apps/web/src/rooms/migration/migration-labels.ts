import { type Confidence, type MigrationStage, MigrationTarget, TARGETS } from "@rolecall/domain";
import type { FilterOption, Tone } from "@rolecall/ui";

/** Each stage by its name, and by what it means in a few words. */
export const STAGES: Record<MigrationStage, { label: string; meaning: string; tone: Tone }> = {
  identified: { label: "Identified", meaning: "has a long-lived credential", tone: "neutral" },
  planned: { label: "Planned", meaning: "target, owner and due date accepted", tone: "info" },
  role_ready: { label: "Role ready", meaning: "the role exists and covers what was used", tone: "info" },
  adopted: { label: "Adopted", meaning: "the role is in use", tone: "info" },
  quiet: { label: "Quiet", meaning: "the credentials are not used any more", tone: "info" },
  deactivated: { label: "Deactivated", meaning: "no credential is active", tone: "info" },
  deleted: { label: "Keys deleted", meaning: "no credential is left", tone: "info" },
  removed: { label: "User removed", meaning: "the user is deleted", tone: "positive" },
  verified: { label: "Verified", meaning: "not created again for 30 days", tone: "positive" },
  retired: { label: "Retired", meaning: "deleted without a successor", tone: "positive" },
  excepted: { label: "Excepted", meaning: "stays, by an exception", tone: "warning" },
  blocked: { label: "Blocked", meaning: "cannot go on, for a reason", tone: "critical" },
};

export const CONFIDENCE: Record<Confidence, { label: string; tone: Tone }> = {
  high: { label: "High", tone: "positive" },
  medium: { label: "Medium", tone: "warning" },
  low: { label: "Low", tone: "neutral" },
};

type End = (typeof TARGETS)[MigrationTarget]["end"];

const END_HEADINGS: Record<End, string> = {
  moved: "A role or permission set takes over",
  retired: "Nothing takes over",
  kept: "It stays, by an exception",
  open: "Not decided",
};

/** Targets under headings that say what becomes of the user, in the order of the rules. */
export function targetGroups(
  targets: readonly MigrationTarget[] = MigrationTarget.options,
): { group: string; items: FilterOption[] }[] {
  const byEnd = Map.groupBy(targets, (target) => TARGETS[target].end);
  return [...byEnd].map(([end, of]) => ({
    group: END_HEADINGS[end],
    items: of.map((target) => ({ value: target, label: TARGETS[target].label })),
  }));
}

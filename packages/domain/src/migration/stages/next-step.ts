import { z } from "zod";
import type { MigrationTarget } from "../target/target.ts";
import type { MigrationStage } from "./stage.ts";

/** What is to be done next, and by whom: people, or time. */
export const NEXT_STEPS = {
  ask_owner: "Ask the owner, then plan it",
  plan: "Accept a target, an owner and a due date",
  deactivate_unused: "Plan the removal: nothing uses it",
  make_role: "Make the role that takes over",
  name_role: "Name the role that takes over",
  switch_over: "Let the software use the role",
  wait_quiet: "Wait until the credentials are quiet",
  deactivate: "Deactivate the credentials",
  delete_credentials: "Delete the credentials",
  delete_user: "Delete the user",
  wait_verified: "Wait until nobody makes it again",
  unblock: "Remove what blocks it",
  review: "Review the exception before its day",
  none: "Nothing: it is at its end",
} as const satisfies Record<string, string>;
export const NextStep = z.enum(Object.keys(NEXT_STEPS) as [keyof typeof NEXT_STEPS, ...(keyof typeof NEXT_STEPS)[]]);
export type NextStep = z.infer<typeof NextStep>;

/** Of each stage that does not depend on the target. */
const OF_STAGE: Readonly<Partial<Record<MigrationStage, NextStep>>> = {
  role_ready: "switch_over",
  adopted: "wait_quiet",
  quiet: "deactivate",
  deactivated: "delete_credentials",
  deleted: "delete_user",
  removed: "wait_verified",
  verified: "none",
  retired: "none",
  excepted: "review",
  blocked: "unblock",
};

/** What a migration needs next. */
export function nextStepOf(
  stage: MigrationStage,
  { target, hasRole }: { target: MigrationTarget; hasRole: boolean },
): NextStep {
  const known = OF_STAGE[stage];
  if (known) return known;
  if (stage === "planned") {
    if (target === "remove") return "wait_quiet";
    return hasRole ? "make_role" : "name_role";
  }
  if (target === "ask_owner" || target === "split") return "ask_owner";
  return target === "remove" ? "deactivate_unused" : "plan";
}

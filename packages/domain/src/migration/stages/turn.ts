import type { Migration } from "../migration.ts";

type Standing = Pick<Migration, "stage" | "target" | "confidence" | "dueOn">;

/** Stages at which people have a step of their own, once the plan is accepted. */
const WORKABLE: readonly Standing["stage"][] = ["planned", "role_ready", "quiet", "deactivated", "deleted", "blocked"];
/** Stages at which nothing is left to do. */
const OVER: readonly Standing["stage"][] = ["removed", "verified", "retired"];

/** Safe ones first: nothing uses what is only removed. */
function turnToPlan({ target, confidence }: Standing): string {
  if (target === "remove") return "1";
  if (target === "ask_owner" || target === "split") return "5";
  return { high: "2", medium: "3", low: "4" }[confidence];
}

/**
 * Whose turn comes first, as text to sort by: what a member can do now by its day, so that what is overdue leads; then what is still to be
 * planned, the safest first; then what only time moves on; then what is over. The SQL function `migration_turn` says the same.
 */
export function migrationTurn(migration: Standing): string {
  const { stage, target, dueOn } = migration;
  const day = dueOn ?? "9999-12-31";
  const waits = stage === "planned" && target === "remove";
  if (WORKABLE.includes(stage) && !waits) return `1 ${day}`;
  if (stage === "identified") return `2 ${turnToPlan(migration)}`;
  if (OVER.includes(stage)) return "4";
  return `3 ${day}`;
}

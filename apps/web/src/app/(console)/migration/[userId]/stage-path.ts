import { type MigrationDetail, MOVING_STAGES, type MovingStage, TARGETS } from "@rolecall/domain";

/** `current`: the farthest that is proved. `skipped`: a later one is proved without it. */
type StepState = "proved" | "current" | "skipped" | "ahead";
export type PathStep = { stage: MovingStage; state: StepState; at: Date | null };

/** Stages that a user without a successor does not come through. */
const OF_SUCCESSOR: readonly MovingStage[] = ["role_ready", "adopted"];
const placeOf = (stage: MovingStage): number => MOVING_STAGES.indexOf(stage);
const isMoving = (stage: MigrationDetail["stage"]): stage is MovingStage =>
  (MOVING_STAGES as readonly string[]).includes(stage);

type Standing = Pick<MigrationDetail, "stage" | "target" | "evidence" | "history">;

/** How far evidence reaches, also of a migration that is blocked or excepted. */
function reachedBy({ stage, evidence }: Standing): MovingStage {
  if (isMoving(stage)) return stage;
  if (stage === "retired") return "verified";
  return evidence.reduce<MovingStage>(
    (farthest, { stage: proved }) => (placeOf(proved) > placeOf(farthest) ? proved : farthest),
    "identified",
  );
}

/** When a stage was reached the last time. */
function reachedAt(stage: MovingStage, { evidence, history }: Standing): Date | null {
  const period = history.findLast((each) => each.stage === stage);
  const first = stage === "identified" ? history[0] : undefined;
  return (first ?? period)?.from ?? evidence.find((proof) => proof.stage === stage)?.at ?? null;
}

/** All stages on the way of a migration, in their order, and how it stands at each. */
export function stagePath(standing: Standing): PathStep[] {
  const reached = reachedBy(standing);
  const isProved = (stage: MovingStage) =>
    stage === "identified" || stage === reached || standing.evidence.some((proof) => proof.stage === stage);
  const stateOf = (stage: MovingStage): StepState => {
    if (stage === reached) return "current";
    if (placeOf(stage) > placeOf(reached)) return "ahead";
    return isProved(stage) ? "proved" : "skipped";
  };
  const isOnPath = (stage: MovingStage) =>
    TARGETS[standing.target].end !== "retired" || !OF_SUCCESSOR.includes(stage) || stage === reached;
  return MOVING_STAGES.filter(isOnPath).map((stage) => {
    const state = stateOf(stage);
    const at = state === "ahead" || state === "skipped" ? null : reachedAt(stage, standing);
    return { stage, state, at };
  });
}

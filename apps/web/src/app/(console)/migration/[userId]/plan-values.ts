import {
  type MigrationDetail,
  type MigrationTarget,
  type OwnersValue,
  PlanMigrationInput,
  SUCCESSOR_TRUSTS,
  TARGETS,
} from "@rolecall/domain";

const PlannedTarget = PlanMigrationInput.shape.target;
type PlannedTarget = PlanMigrationInput["target"];

/** What can be planned; the rest is still to be decided. */
export const PLANNED_TARGETS: readonly PlannedTarget[] = PlannedTarget.options;

/** The values of the form, as they are typed. */
export type PlanValues = {
  target: PlannedTarget | "";
  reason: string;
  owner: string;
  /** A UTC day. */
  dueOn: string;
  replacementRoleArn: string;
  /** By the names of the target's questions. */
  values: Record<string, string>;
  blockedReason: string;
};

type Planned = Pick<MigrationDetail, "userId" | "proposedTarget" | "owner" | "plan" | "proposal">;

const plannable = (target: MigrationTarget | undefined): PlannedTarget | "" =>
  PlannedTarget.safeParse(target).data ?? "";

/** What the plan says so far; without one, what is proposed. */
export function plannedSoFar({ plan, proposedTarget, proposal, owner }: Planned): PlanValues {
  return {
    target: plannable(plan?.target) || plannable(proposedTarget) || plannable(proposal?.halves?.software),
    reason: plan?.reason ?? "",
    owner: plan?.owner ?? owner ?? "",
    dueOn: plan?.dueOn ?? "",
    replacementRoleArn: plan?.replacementRoleArn ?? "",
    values: { ...plan?.values },
    blockedReason: plan?.blockedReason ?? "",
  };
}

/** What only the owner knows of a target. */
export const questionsOf = (target: PlanValues["target"]): readonly OwnersValue[] =>
  target === "" ? [] : (SUCCESSOR_TRUSTS[target]?.values ?? []);

/** Whether a role of the customer's takes over. */
export const hasSuccessor = (target: PlanValues["target"]): boolean => target !== "" && TARGETS[target].end === "moved";

const given = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

/** The input for the API: without what another target asked for, and without what was left empty. */
export function planInput(userId: string, typed: PlanValues) {
  const { target, reason, owner, dueOn, replacementRoleArn, blockedReason } = typed;
  const answers = questionsOf(target).flatMap(({ name }) => {
    const answer = given(typed.values[name] ?? "");
    return answer === undefined ? [] : [[name, answer] as const];
  });
  return {
    ...{ userId, owner, dueOn },
    target: target as PlannedTarget,
    reason: given(reason),
    replacementRoleArn: hasSuccessor(target) ? given(replacementRoleArn) : undefined,
    values: Object.fromEntries(answers),
    blockedReason: given(blockedReason),
  };
}

const MISSING: Readonly<Record<string, string>> = {
  target: "Choose a target",
  owner: "Enter an owner",
  dueOn: "Choose a date",
};

/** Answers that do not look as they must, each at its field. */
function wrongAnswers({ target, values }: PlanValues): Record<string, string> {
  const wrong = questionsOf(target).filter(({ name, pattern }) => {
    const answer = given(values[name] ?? "");
    return answer !== undefined && !pattern.test(answer);
  });
  return Object.fromEntries(wrong.map(({ name, example }) => [`values.${name}`, `Such as ${example}`]));
}

/** The first problem of each field, by the same rules as the API's. */
export function planProblems(
  { userId, proposedTarget }: Pick<Planned, "userId" | "proposedTarget">,
  typed: PlanValues,
  today: string,
): Record<string, string> {
  const issues = PlanMigrationInput.safeParse(planInput(userId, typed)).error?.issues ?? [];
  const problems: Record<string, string> = wrongAnswers(typed);
  for (const { path, message } of issues.toReversed()) {
    const field = path.join(".");
    problems[field] = MISSING[field] ?? message;
  }
  if (problems.dueOn === undefined && typed.dueOn < today) problems.dueOn = "Date is in the past";
  if (typed.target !== "" && typed.target !== proposedTarget && typed.reason.trim() === "")
    problems.reason = `Say why it is not “${TARGETS[proposedTarget].label}”, which is proposed`;
  return problems;
}

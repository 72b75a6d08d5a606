import { AppError } from "../../errors.ts";
import type { RotationLimits, RotationPolicies } from "../../judgement/rotation-policy.ts";

const refuse = (field: string, reason: string): AppError =>
  new AppError("INVALID", `${field}: ${reason}`, { details: { field } });

/** Stages go from the most days to the fewest, all within the time to rotate. */
function checkStages(field: string, { rotationDays, warnDaysBefore }: Partial<RotationLimits>): void {
  const stages = warnDaysBefore ?? [];
  const at = `${field}.warnDaysBefore`;
  const isSorted = stages.every((days, index) => index === 0 || days < (stages[index - 1] ?? 0));
  if (!isSorted) throw refuse(at, "each stage is named once, the one with the most days first");
  const [first] = stages;
  if (first !== undefined && typeof rotationDays === "number" && first >= rotationDays) {
    throw refuse(at, `${first} must be smaller than rotationDays, which is ${rotationDays}`);
  }
}

function checkDefaults(field: "human" | "machine", limits: RotationLimits): void {
  if (limits.rotationDays === null && limits.unusedDays === null) {
    throw refuse(`${field}.rotationDays`, "without it there must be unusedDays, else nothing would ever be due");
  }
  checkStages(field, limits);
}

/** Where each value stands first among the overrides. */
type Mentions = Map<string, string>;

function mentionsOf({ overrides }: RotationPolicies, key: "awsAccountIds" | "unitIds"): Mentions {
  const all = overrides.flatMap(({ match }, index) =>
    (match[key] ?? []).map((id): [string, string] => [id, `overrides.${index}.match.${key}`]),
  );
  return new Map(all.reverse());
}

/** The accounts and units that overrides name, each with the field that names it first. */
export const placesInPolicies = (policies: RotationPolicies): Record<"awsAccountIds" | "unitIds", Mentions> => ({
  awsAccountIds: mentionsOf(policies, "awsAccountIds"),
  unitIds: mentionsOf(policies, "unitIds"),
});

/** @throws AppError INVALID that names the field of what contradicts itself */
export function checkRotationPolicies({ human, machine, overrides }: RotationPolicies): void {
  checkDefaults("human", human);
  checkDefaults("machine", machine);
  const names = new Map<string, number>();
  for (const [index, { name, limits }] of overrides.entries()) {
    const before = names.get(name);
    if (before !== undefined) throw refuse(`overrides.${index}.name`, `${name} is the name of overrides.${before} too`);
    names.set(name, index);
    checkStages(`overrides.${index}.limits`, limits);
  }
}

/** @throws AppError INVALID for the first place that the tenant does not have */
export function refuseUnknownPlace(mentions: Mentions, [unknown]: readonly string[], what: string): void {
  if (unknown !== undefined) throw refuse(mentions.get(unknown) ?? what, `${what} ${unknown} is not known here`);
}

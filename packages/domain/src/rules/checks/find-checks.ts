import {
  type Benchmark,
  type CheckDefinition,
  type CheckId,
  type FindingSubject,
  Severity,
} from "../../judgement/check.ts";
import { CHECKS } from "./catalogue.ts";

const BY_ID = new Map<CheckId, CheckDefinition>(CHECKS.map((check) => [check.id, check]));

/** What the catalogue says of a check. @throws Error if it has none of this id, which the types rule out for ids that are written. */
export function checkOf(id: CheckId): CheckDefinition {
  const check = BY_ID.get(id);
  if (!check) throw new Error(`The catalogue has no check ${id}`);
  return check;
}

/** What a check is of besides the subject that the catalogue names: policies are held by roles and groups too. */
const ALSO_OF: Partial<Record<CheckId, readonly FindingSubject[]>> = {
  root_access_key: ["account"],
  inline_admin_policy: ["role", "group"],
  cloudshell_full_access: ["role", "group"],
};

/** What the findings of a check are of. */
export const subjectsOf = (id: CheckId): readonly FindingSubject[] => [checkOf(id).subject, ...(ALSO_OF[id] ?? [])];

/** The checks that answer a control of a benchmark; without one all of them. */
export const checksOf = (benchmark: Benchmark | undefined): readonly CheckDefinition[] =>
  benchmark ? CHECKS.filter(({ controls }) => controls.some((control) => control.benchmark === benchmark)) : CHECKS;

const rank = (severity: Severity | null): number =>
  severity === null ? Severity.options.length : Severity.options.indexOf(severity);

/** The gravest of these; null: there are none. */
export const worstOf = (severities: readonly Severity[]): Severity | null =>
  severities.reduce<Severity | null>((worst, severity) => (rank(severity) < rank(worst) ? severity : worst), null);

/** Sorts the gravest first, null last. */
export const worstFirst = (a: { worst: Severity | null }, b: { worst: Severity | null }): number =>
  rank(a.worst) - rank(b.worst);

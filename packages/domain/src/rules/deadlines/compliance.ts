import type { RotationCounts } from "../../judgement/rotation.ts";

/**
 * The share that is not overdue, of those of known age, with one decimal; null where there are none. Excepted ones are left out of
 * both: counted as compliant, every exception would better the number; counted as overdue, it would never show that somebody
 * answers for them. What is unused is as compliant as its age is.
 */
export function compliantPercent({
  ok,
  dueSoon,
  overdue,
}: Pick<RotationCounts, "ok" | "dueSoon" | "overdue">): number | null {
  const compliant = ok + dueSoon;
  const judged = compliant + overdue;
  return judged === 0 ? null : Math.round((compliant / judged) * 1000) / 10;
}

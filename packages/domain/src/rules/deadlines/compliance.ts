import type { CredentialState } from "../../inventory/credential.ts";
import type { RotationCounts } from "../../judgement/rotation.ts";

const COUNTED_AS: Record<CredentialState, keyof RotationCounts> = {
  ok: "ok",
  due_soon: "dueSoon",
  overdue: "overdue",
  unused: "unused",
  excepted: "excepted",
  unknown: "unknown",
};

/** Credentials by state. */
export function rotationCounts(states: Iterable<CredentialState>): RotationCounts {
  const counts: RotationCounts = { ok: 0, dueSoon: 0, overdue: 0, unused: 0, excepted: 0, unknown: 0 };
  for (const state of states) counts[COUNTED_AS[state]] += 1;
  return counts;
}

/**
 * The share that is not overdue, of those of known age, with one decimal; null where there are none. Excepted ones are left out of
 * both: counted as compliant, every exception would better the number; counted as overdue, it would never show that somebody
 * answers for them.
 */
export function compliantPercent({ ok, dueSoon, unused, overdue }: RotationCounts): number | null {
  const compliant = ok + dueSoon + unused;
  const judged = compliant + overdue;
  return judged === 0 ? null : Math.round((compliant / judged) * 1000) / 10;
}

import type { Power } from "../../inventory/trust-grade.ts";
import { Severity } from "../../judgement/check.ts";

/** Steps towards critical. What could not be read does not make a finding lighter. */
const STEPS: Readonly<Record<Power, -1 | 0 | 1>> = { admin: 1, escalation: 1, write: 0, read: 0, unknown: 0, none: -1 };

/** The severity of a check on a principal, by what that principal may do in its account. `info` stays what it is. */
export function weigh(severity: Severity, power: Power): Severity {
  if (severity === "info") return severity;
  const gravestFirst = Severity.options;
  const index = gravestFirst.indexOf(severity) - STEPS[power];
  return gravestFirst[Math.min(Math.max(index, 0), gravestFirst.length - 1)] ?? severity;
}

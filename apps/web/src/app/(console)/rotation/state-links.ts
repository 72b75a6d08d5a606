import { type CredentialState, NO_UNIT, type RotationCounts, type RotationStandingsInput } from "@rolecall/domain";
import type { CredentialScope } from "../../../rooms/address/credentials.ts";

/** The columns of counts, worst first, with the state that each counts. */
export const COUNTED_STATES: readonly { count: keyof RotationCounts; state: CredentialState; label: string }[] = [
  { count: "overdue", state: "overdue", label: "Overdue" },
  { count: "dueSoon", state: "due_soon", label: "Due soon" },
  { count: "unused", state: "unused", label: "Unused" },
  { count: "unknown", state: "unknown", label: "Unknown" },
  { count: "excepted", state: "excepted", label: "Excepted" },
  { count: "ok", state: "ok", label: "OK" },
];

/** The part of the tenant that a row of the standings is of. */
export function scopeOf(by: RotationStandingsInput["by"], id: string): CredentialScope {
  if (by === "account") return { awsAccountId: id };
  if (by === "unit") return { unitId: id === "" ? NO_UNIT : id };
  return id === "" ? { unowned: true } : { owner: id };
}

import { NO_UNIT, type RotationCounts, type RotationStandingsInput } from "@rolecall/domain";
import type { CredentialScope, CredentialStanding } from "../../../rooms/address/credentials.ts";

type Counted = { count: keyof RotationCounts; standing: CredentialStanding; label: string };

/** The columns of counts in the order of work: what nobody uses is the safest to switch off. Some of it is overdue too. */
export const COUNTED_STANDINGS: readonly Counted[] = [
  { count: "unused", standing: { use: "unused" }, label: "Unused" },
  { count: "overdue", standing: { state: "overdue" }, label: "Overdue" },
  { count: "dueSoon", standing: { state: "due_soon" }, label: "Due soon" },
  { count: "unknown", standing: { state: "unknown" }, label: "Age unknown" },
  { count: "excepted", standing: { state: "excepted" }, label: "Excepted" },
  { count: "ok", standing: { state: "ok" }, label: "OK" },
];

/** The part of the tenant that a row of the standings is of. */
export function scopeOf(by: RotationStandingsInput["by"], id: string): CredentialScope {
  if (by === "account") return { awsAccountId: id };
  if (by === "unit") return { unitId: id === "" ? NO_UNIT : id };
  return id === "" ? { unowned: true } : { owner: id };
}

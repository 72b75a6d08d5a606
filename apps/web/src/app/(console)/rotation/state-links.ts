import { type CredentialState, NO_UNIT, type RotationCounts } from "@rolecall/domain";
import { credentialsHref } from "../../../rooms/address/credentials.ts";
import type { RotationFilters, StandingsBy } from "../../../rooms/address/rotation.ts";

/** The columns of counts, worst first, with the state that each counts. */
export const COUNTED_STATES: readonly { count: keyof RotationCounts; state: CredentialState; label: string }[] = [
  { count: "overdue", state: "overdue", label: "Overdue" },
  { count: "dueSoon", state: "due_soon", label: "Due soon" },
  { count: "unused", state: "unused", label: "Unused" },
  { count: "unknown", state: "unknown", label: "Unknown" },
  { count: "excepted", state: "excepted", label: "Excepted" },
  { count: "ok", state: "ok", label: "OK" },
];

type Part = Partial<Pick<RotationFilters, "awsAccountId" | "unitId" | "owner" | "unowned">>;

/** The active access keys of a part of the tenant that are in a state; without one all of them. */
export function keysHref(part: Part, state?: CredentialState): string {
  const { awsAccountId = null, unitId = null, owner = null, unowned = null } = part;
  return credentialsHref({
    kind: "access_key",
    status: "active",
    state: state ?? null,
    ...{ awsAccountId, unitId, owner, unowned },
  });
}

/** The part of the tenant that a row of the standings is of. */
export function partOf(by: StandingsBy, id: string): Part {
  if (by === "account") return { awsAccountId: id };
  if (by === "unit") return { unitId: id === "" ? NO_UNIT : id };
  return id === "" ? { unowned: true } : { owner: id };
}

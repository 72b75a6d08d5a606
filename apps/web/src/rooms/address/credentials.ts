import { CredentialKind, CredentialState, CredentialStatus, ListCredentialsInput } from "@rolecall/domain";
import { parseAsBoolean, parseAsStringLiteral } from "nuqs/server";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsDays, parseAsSearch, parseAsUnitId } from "./values.ts";

/** The list of credentials. */
export const CREDENTIALS = pageAddress("/credentials", {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsStringLiteral(CredentialKind.options),
  status: parseAsStringLiteral(CredentialStatus.options),
  state: parseAsStringLiteral(CredentialState.options),
  minAgeDays: parseAsDays,
  owner: parseAsSearch,
  /** Only credentials without an owner. */
  unowned: parseAsBoolean,
  unitId: parseAsUnitId,
  asOf: parseAsDay,
  sort: parseAsStringLiteral(ListCredentialsInput.shape.sort.unwrap().options).withDefault("-age"),
  cursor: parseAsCursor,
});
export type CredentialFilters = FiltersOf<typeof CREDENTIALS>;

/** A part of the tenant's credentials: those of an account, a unit or an owner. */
export type CredentialScope = Partial<Pick<CredentialFilters, "awsAccountId" | "unitId" | "owner" | "unowned">>;

/** The active access keys of a part of the tenant, in one state or in any. */
export function activeKeysHref(scope: CredentialScope, state: CredentialState | null = null): string {
  const { awsAccountId = null, unitId = null, owner = null, unowned = null } = scope;
  return CREDENTIALS.href({ kind: "access_key", status: "active", state, awsAccountId, unitId, owner, unowned });
}

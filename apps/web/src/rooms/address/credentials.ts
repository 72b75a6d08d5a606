import {
  CredentialKind,
  CredentialState,
  CredentialStatus,
  CredentialUse,
  ListCredentialsInput,
} from "@rolecall/domain";
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
  use: parseAsStringLiteral(CredentialUse.options),
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

/** How credentials stand by age, by use, or by both. */
export type CredentialStanding = Partial<Pick<CredentialFilters, "state" | "use">>;

/** The active access keys of a part of the tenant that stand in a way, or in any. */
export function activeKeysHref(scope: CredentialScope, { state = null, use = null }: CredentialStanding = {}): string {
  const { awsAccountId = null, unitId = null, owner = null, unowned = null } = scope;
  return CREDENTIALS.href({ kind: "access_key", status: "active", state, use, awsAccountId, unitId, owner, unowned });
}

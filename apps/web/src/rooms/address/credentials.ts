import { CredentialKind, CredentialState, CredentialStatus, ListCredentialsInput } from "@rolecall/domain";
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsBoolean,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsAwsAccountId, parseAsCursor, parseAsDay, parseAsDays, parseAsSearch, parseAsUnitId } from "./values.ts";

const parsers = {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsStringLiteral(CredentialKind.options),
  status: parseAsStringLiteral(CredentialStatus.options),
  state: parseAsStringLiteral(CredentialState.options),
  minAgeDays: parseAsDays,
  owner: parseAsSearch,
  unowned: parseAsBoolean,
  unitId: parseAsUnitId,
  asOf: parseAsDay,
  sort: parseAsStringLiteral(ListCredentialsInput.shape.sort.unwrap().options).withDefault("-age"),
  cursor: parseAsCursor,
};
export type CredentialFilters = inferParserType<typeof parsers>;

export const loadCredentialFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function credentialsHref(filters: Partial<CredentialFilters>): string {
  return serialize("/credentials", filters);
}

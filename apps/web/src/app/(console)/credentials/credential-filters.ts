import { CredentialKind, CredentialState, CredentialStatus, ListCredentialsInput } from "@rolecall/domain";
import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsAwsAccountId } from "../overview/overview-filters.ts";

const parsers = {
  q: parseAsString,
  awsAccountId: parseAsAwsAccountId,
  kind: parseAsStringLiteral(CredentialKind.options),
  status: parseAsStringLiteral(CredentialStatus.options),
  state: parseAsStringLiteral(CredentialState.options),
  minAgeDays: parseAsInteger,
  sort: parseAsStringLiteral(ListCredentialsInput.shape.sort.unwrap().options).withDefault("-age"),
  cursor: parseAsString,
};
export type CredentialFilters = inferParserType<typeof parsers>;

export const loadCredentialFilters = createLoader(parsers);
const serialize = createSerializer(parsers);

/** The list with these filters; what is left out is no filter. */
export function credentialsHref(filters: Partial<CredentialFilters>): string {
  return serialize("/credentials", filters);
}

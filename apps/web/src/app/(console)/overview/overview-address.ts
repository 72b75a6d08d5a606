import { CredentialKinds } from "@rolecall/domain";
import { parseAsStringLiteral } from "nuqs/server";
import { type FiltersOf, pageAddress } from "../../../rooms/address/page-address.ts";
import { parseAsAwsAccountId, parseAsRange } from "../../../rooms/address/values.ts";

export const OVERVIEW = pageAddress("/overview", {
  range: parseAsRange,
  awsAccountId: parseAsAwsAccountId,
  /** What the chart of ages over time counts. */
  kind: parseAsStringLiteral(CredentialKinds.options).withDefault("access_key"),
});
export type OverviewFilters = FiltersOf<typeof OVERVIEW>;

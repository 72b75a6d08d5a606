import { IdentityProvider } from "@rolecall/domain";
import { formatCount } from "@rolecall/ui/format";
import type { Metadata } from "next";
import { parseAsStringLiteral } from "nuqs/server";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { type FiltersOf, pageAddress } from "../../../rooms/address/page-address.ts";
import { INVENTORY_FILTERS } from "../../../rooms/address/values.ts";
import { accountColumn, createdColumn, NameCell } from "../../../rooms/list/cells.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { ProviderExpiry } from "./provider-expiry.tsx";
import { PROVIDER_LABELS } from "./provider-labels.ts";

export const metadata: Metadata = { title: "Identity providers" };

const ADDRESS = pageAddress("/identity-providers", {
  ...INVENTORY_FILTERS,
  kind: parseAsStringLiteral(IdentityProvider.shape.kind.options),
});

const LIST: List<FiltersOf<typeof ADDRESS>, IdentityProvider> = {
  address: ADDRESS,
  title: "Identity providers",
  description: "OIDC and SAML providers by which people and workloads take up roles without long-lived keys.",
  noun: "identity providers",
  none: "The scanned accounts have no OIDC or SAML provider.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "URL or name" },
    { kind: "account" },
    { kind: "choice", name: "kind", label: "Kind", any: "Any kind", options: choicesOf(PROVIDER_LABELS) },
    { kind: "asOf" },
  ],
  read: (api, query) => api.identityProviders.list(query),
  columns: ({ moment }) => [
    {
      id: "name",
      header: "Provider",
      cell: ({ id, name }) => <NameCell href={`/identity-providers/${id}`} moment={moment} name={name} />,
    },
    accountColumn,
    { id: "kind", header: "Kind", cell: ({ kind }) => PROVIDER_LABELS[kind] },
    {
      id: "roles",
      header: "Trusted by roles",
      align: "right",
      cell: ({ roles }) => formatCount(roles),
    },
    {
      id: "validUntil",
      header: "Valid until",
      cell: (provider) => <ProviderExpiry provider={provider} at={moment.at} />,
    },
    createdColumn,
  ],
};

export default function IdentityProvidersPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

import type { IdentityProvider } from "@rolecall/domain";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { accountColumn, createdColumn, NameCell } from "../../../rooms/list/cells.tsx";
import { type EntityList, EntityListPage } from "../../../rooms/list/entity-list.tsx";
import { ProviderExpiry } from "./provider-expiry.tsx";
import { PROVIDER_LABELS } from "./provider-labels.ts";

export const metadata: Metadata = { title: "Identity providers" };

const PROVIDERS: EntityList<IdentityProvider, IdentityProvider["kind"]> = {
  path: "/identity-providers",
  title: "Identity providers",
  description: "OIDC and SAML providers by which people and workloads take up roles without long-lived keys.",
  noun: "identity providers",
  placeholder: "URL or name",
  none: "The scanned accounts have no OIDC or SAML provider.",
  kinds: { label: "Kind", any: "Any kind", options: PROVIDER_LABELS },
  read: (api, query) => api.identityProviders.list(query),
  columns: (moment) => [
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
      cell: ({ roles }) => roles.toLocaleString("en-US"),
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
  return <EntityListPage list={PROVIDERS} searchParams={searchParams} />;
}

import { RolesAnywhereResource } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import type { Metadata } from "next";
import { parseAsStringLiteral } from "nuqs/server";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { type FiltersOf, pageAddress } from "../../../rooms/address/page-address.ts";
import { INVENTORY_FILTERS } from "../../../rooms/address/values.ts";
import { accountColumn, createdColumn, NameCell } from "../../../rooms/list/cells.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { LastSeen } from "./last-seen.tsx";
import { RESOURCE_LABELS } from "./resource-labels.ts";

export const metadata: Metadata = { title: "Roles Anywhere" };

const ADDRESS = pageAddress("/roles-anywhere", {
  ...INVENTORY_FILTERS,
  kind: parseAsStringLiteral(RolesAnywhereResource.shape.kind.options),
});

const LIST: List<FiltersOf<typeof ADDRESS>, RolesAnywhereResource> = {
  address: ADDRESS,
  title: "Roles Anywhere",
  description: "Trust anchors, profiles and subjects by which workloads outside AWS take up roles with a certificate.",
  noun: "resources",
  none: "Nothing of Roles Anywhere is known: it is not in use, or the connection's role may not read it.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Name" },
    { kind: "account" },
    { kind: "choice", name: "kind", label: "Kind", any: "Any kind", options: choicesOf(RESOURCE_LABELS) },
    { kind: "asOf" },
  ],
  read: (api, query) => api.rolesAnywhere.list(query),
  columns: ({ moment }) => [
    {
      id: "name",
      header: "Name",
      cell: ({ id, name }) => <NameCell href={`/roles-anywhere/${id}`} moment={moment} name={name} />,
    },
    accountColumn,
    { id: "kind", header: "Kind", cell: ({ kind }) => RESOURCE_LABELS[kind] },
    { id: "region", header: "Region", cell: ({ region }) => region },
    {
      id: "enabled",
      header: "State",
      cell: ({ enabled }) => (
        <StatusBadge tone={enabled ? "positive" : "neutral"}>{enabled ? "Enabled" : "Disabled"}</StatusBadge>
      ),
    },
    {
      id: "roles",
      header: "Roles",
      align: "right",
      // Only profiles have roles: for an anchor or a subject "0" would be wrong.
      cell: ({ kind, roleArns }) => (kind === "profile" ? roleArns.length : "–"),
    },
    { id: "lastSeen", header: "Last seen", cell: (resource) => <LastSeen {...resource} at={moment.at} /> },
    createdColumn,
  ],
};

export default function RolesAnywherePage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

import type { RolesAnywhereResource } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { accountColumn, createdColumn, NameCell } from "../../../rooms/list/cells.tsx";
import { type EntityList, EntityListPage } from "../../../rooms/list/entity-list.tsx";
import { LastSeen } from "./last-seen.tsx";
import { RESOURCE_LABELS } from "./resource-labels.ts";

export const metadata: Metadata = { title: "Roles Anywhere" };

const ROLES_ANYWHERE: EntityList<RolesAnywhereResource, RolesAnywhereResource["kind"]> = {
  path: "/roles-anywhere",
  title: "Roles Anywhere",
  description: "Trust anchors, profiles and subjects by which workloads outside AWS take up roles with a certificate.",
  noun: "resources",
  placeholder: "Name",
  none: "Nothing of Roles Anywhere is known: it is not in use, or the connection's role may not read it.",
  kinds: { label: "Kind", any: "Any kind", options: RESOURCE_LABELS },
  read: (api, query) => api.rolesAnywhere.list(query),
  columns: (moment) => [
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
      // Profiles alone give roles: of an anchor or a subject "0" would tell a lie.
      cell: ({ kind, roleArns }) => (kind === "profile" ? roleArns.length : "–"),
    },
    { id: "lastSeen", header: "Last seen", cell: (resource) => <LastSeen {...resource} at={moment.at} /> },
    createdColumn,
  ],
};

export default function RolesAnywherePage({ searchParams }: { searchParams: SearchParams }) {
  return <EntityListPage list={ROLES_ANYWHERE} searchParams={searchParams} />;
}

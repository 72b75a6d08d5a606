import type { InstanceProfile } from "@rolecall/domain";
import { StatusBadge } from "@rolecall/ui";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { type FiltersOf, pageAddress } from "../../../rooms/address/page-address.ts";
import { INVENTORY_FILTERS } from "../../../rooms/address/values.ts";
import { accountColumn, createdColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { RoleLink } from "./role-link.tsx";

export const metadata: Metadata = { title: "Instance profiles" };

const ADDRESS = pageAddress("/instance-profiles", INVENTORY_FILTERS);

const LIST: List<FiltersOf<typeof ADDRESS>, InstanceProfile> = {
  address: ADDRESS,
  title: "Instance profiles",
  description: "By which EC2 instances take up a role, and which role that is.",
  noun: "instance profiles",
  none: "The scanned accounts have no instance profile.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Instance profile name" },
    { kind: "account" },
    { kind: "asOf" },
  ],
  read: (api, query) => api.instanceProfiles.list(query),
  columns: ({ moment }) => [
    {
      id: "name",
      header: "Instance profile",
      cell: ({ id, instanceProfileName, path }) => (
        <NameCell
          href={`/instance-profiles/${id}`}
          moment={moment}
          name={instanceProfileName}
          below={pathBelow(path)}
        />
      ),
    },
    accountColumn,
    {
      id: "role",
      header: "Role",
      cell: ({ awsAccountId, roleName }) =>
        roleName ? (
          <RoleLink awsAccountId={awsAccountId} roleName={roleName} moment={moment} />
        ) : (
          <StatusBadge tone="neutral">Holds no role</StatusBadge>
        ),
    },
    createdColumn,
  ],
};

export default function InstanceProfilesPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

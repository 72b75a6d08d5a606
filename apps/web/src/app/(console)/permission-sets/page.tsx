import type { PermissionSet } from "@rolecall/domain";
import { Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { type FiltersOf, pageAddress } from "../../../rooms/address/page-address.ts";
import { INVENTORY_FILTERS } from "../../../rooms/address/values.ts";
import { accountColumn, createdColumn, NameCell } from "../../../rooms/list/cells.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { SessionDuration } from "./session-duration.tsx";

export const metadata: Metadata = { title: "Permission sets" };

const ADDRESS = pageAddress("/permission-sets", INVENTORY_FILTERS);

const LIST: List<FiltersOf<typeof ADDRESS>, PermissionSet> = {
  address: ADDRESS,
  title: "Permission sets",
  description: "What IAM Identity Center lets people do, and in how many accounts. Read from the account that runs it.",
  noun: "permission sets",
  none: "No permission set is known: no connected account runs IAM Identity Center, or its role may not read it.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Permission set name" },
    { kind: "account" },
    { kind: "asOf" },
  ],
  read: (api, query) => api.permissionSets.list(query),
  columns: ({ moment }) => [
    {
      id: "name",
      header: "Permission set",
      cell: ({ id, name, description }) => (
        <NameCell href={`/permission-sets/${id}`} moment={moment} name={name} below={description} />
      ),
    },
    accountColumn,
    {
      id: "assignments",
      header: "Assignments",
      align: "right",
      cell: ({ assignments }) =>
        assignments ? formatCount(assignments.length) : <Unknown reason="Its assignments could not be read." />,
    },
    {
      id: "session",
      header: "Session",
      cell: (permissionSet) => <SessionDuration {...permissionSet} />,
    },
    createdColumn,
  ],
};

export default function PermissionSetsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

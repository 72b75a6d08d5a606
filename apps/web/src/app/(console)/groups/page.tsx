import type { IamGroup } from "@rolecall/domain";
import { formatCount } from "@rolecall/ui/format";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { type FiltersOf, pageAddress } from "../../../rooms/address/page-address.ts";
import { INVENTORY_FILTERS } from "../../../rooms/address/values.ts";
import { accountColumn, createdColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";

export const metadata: Metadata = { title: "Groups" };

const ADDRESS = pageAddress("/groups", INVENTORY_FILTERS);

const LIST: List<FiltersOf<typeof ADDRESS>, IamGroup> = {
  address: ADDRESS,
  title: "Groups",
  description: "IAM groups: how many users are in each, and which policies they get by it.",
  noun: "groups",
  none: "The scanned accounts have no IAM group.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Group name" },
    { kind: "account" },
    { kind: "asOf" },
  ],
  read: (api, query) => api.groups.list(query),
  columns: ({ moment }) => [
    {
      id: "groupName",
      header: "Group",
      cell: ({ id, groupName, path }) => (
        <NameCell href={`/groups/${id}`} moment={moment} name={groupName} below={pathBelow(path)} />
      ),
    },
    accountColumn,
    { id: "members", header: "Members", align: "right", cell: ({ members }) => formatCount(members) },
    {
      id: "attached",
      header: "Attached policies",
      align: "right",
      cell: ({ attachedPolicyArns }) => attachedPolicyArns.length,
    },
    {
      id: "inline",
      header: "Inline policies",
      align: "right",
      cell: ({ inlinePolicies }) => inlinePolicies.length,
    },
    createdColumn,
  ],
};

export default function GroupsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

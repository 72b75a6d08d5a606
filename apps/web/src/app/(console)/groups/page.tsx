import type { IamGroup } from "@rolecall/domain";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { accountColumn, createdColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { type EntityList, EntityListPage } from "../../../rooms/list/entity-list.tsx";

export const metadata: Metadata = { title: "Groups" };

const GROUPS: EntityList<IamGroup> = {
  path: "/groups",
  title: "Groups",
  description: "IAM groups: how many users are in each, and which policies they get by it.",
  noun: "groups",
  placeholder: "Group name",
  none: "The scanned accounts have no IAM group.",
  read: (api, { kind: _, ...query }) => api.groups.list(query),
  columns: (moment) => [
    {
      id: "groupName",
      header: "Group",
      cell: ({ id, groupName, path }) => (
        <NameCell href={`/groups/${id}`} moment={moment} name={groupName} below={pathBelow(path)} />
      ),
    },
    accountColumn,
    { id: "members", header: "Members", align: "right", cell: ({ members }) => members.toLocaleString("en-US") },
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
  return <EntityListPage list={GROUPS} searchParams={searchParams} />;
}

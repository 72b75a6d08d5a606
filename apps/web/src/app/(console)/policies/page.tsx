import type { IamPolicy } from "@rolecall/domain";
import { DateText, StatusBadge, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { accountColumn, createdColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { type EntityList, EntityListPage } from "../../../rooms/list/entity-list.tsx";

export const metadata: Metadata = { title: "Policies" };

const POLICIES: EntityList<IamPolicy, "customer" | "aws"> = {
  path: "/policies",
  title: "Policies",
  description: "Managed policies in their default version, and how many users, groups and roles have each.",
  noun: "policies",
  placeholder: "Policy name",
  none: "No managed policy is in use in the scanned accounts.",
  kinds: { label: "Managed by", any: "Anybody", options: { customer: "The customer", aws: "AWS" } },
  read: (api, { kind, ...query }) =>
    api.policies.list({ ...query, isAwsManaged: kind && (kind === "aws" ? "true" : "false") }),
  columns: (moment) => [
    {
      id: "policyName",
      header: "Policy",
      cell: ({ id, policyName, path }) => (
        <NameCell href={`/policies/${id}`} moment={moment} name={policyName} below={pathBelow(path)} />
      ),
    },
    accountColumn,
    {
      id: "managed",
      header: "Managed by",
      cell: ({ isAwsManaged }) => (
        <StatusBadge tone={isAwsManaged ? "neutral" : "info"}>{isAwsManaged ? "AWS" : "Customer"}</StatusBadge>
      ),
    },
    {
      id: "attachmentCount",
      header: "Attached to",
      align: "right",
      cell: ({ attachmentCount }) =>
        attachmentCount?.toLocaleString("en-US") ?? <Unknown reason="AWS did not tell how often it is attached." />,
    },
    { id: "version", header: "Version", cell: ({ defaultVersionId }) => defaultVersionId },
    {
      id: "updatedAt",
      header: "Last changed",
      cell: ({ updatedAt }) => (updatedAt ? <DateText at={updatedAt} /> : <Unknown reason="AWS did not tell it." />),
    },
    createdColumn,
  ],
};

export default function PoliciesPage({ searchParams }: { searchParams: SearchParams }) {
  return <EntityListPage list={POLICIES} searchParams={searchParams} />;
}

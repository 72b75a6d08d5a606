import type { IamPolicy } from "@rolecall/domain";
import { DateText, StatusBadge, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { parseAsStringLiteral } from "nuqs/server";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { type FiltersOf, pageAddress } from "../../../rooms/address/page-address.ts";
import { INVENTORY_FILTERS } from "../../../rooms/address/values.ts";
import { accountColumn, createdColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";

export const metadata: Metadata = { title: "Policies" };

const ADDRESS = pageAddress("/policies", { ...INVENTORY_FILTERS, kind: parseAsStringLiteral(["customer", "aws"]) });

const LIST: List<FiltersOf<typeof ADDRESS>, IamPolicy> = {
  address: ADDRESS,
  title: "Policies",
  description: "Managed policies in their default version, and how many users, groups and roles have each.",
  noun: "policies",
  none: "No managed policy is in use in the scanned accounts.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Policy name" },
    { kind: "account" },
    {
      kind: "choice",
      name: "kind",
      label: "Managed by",
      any: "Anybody",
      options: choicesOf({ customer: "The customer", aws: "AWS" }),
    },
    { kind: "asOf" },
  ],
  read: (api, { kind, ...query }) =>
    api.policies.list({ ...query, isAwsManaged: kind && (kind === "aws" ? "true" : "false") }),
  columns: ({ moment }) => [
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
  return <ListPage list={LIST} searchParams={searchParams} />;
}

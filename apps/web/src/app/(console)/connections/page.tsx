import type { Connection } from "@rolecall/domain";
import { type Column, DateText, LinkButton, LinkText } from "@rolecall/ui";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import type { Metadata } from "next";
import { type FiltersOf, pageAddress, type SearchParams } from "../../../rooms/address/page-address.ts";
import { parseAsCursor } from "../../../rooms/address/values.ts";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { AwsAccountLink } from "./aws-account-link.tsx";
import { ConnectionStatusBadge } from "./connection-status.tsx";

export const metadata: Metadata = { title: "Connections" };

const ADDRESS = pageAddress("/connections", { cursor: parseAsCursor });

const columns: readonly Column<Connection>[] = [
  {
    id: "name",
    header: "Name",
    cell: (row) => (
      <LinkText inherit href={`/connections/${row.id}`}>
        {row.name}
      </LinkText>
    ),
  },
  { id: "kind", header: "Kind", cell: (row) => (row.kind === "organization" ? "Organisation" : "Account") },
  { id: "status", header: "Status", cell: (row) => <ConnectionStatusBadge status={row.status} /> },
  {
    id: "account",
    header: "AWS account",
    cell: (row) => <AwsAccountLink connection={row} />,
  },
  { id: "partition", header: "Partition", cell: (row) => <code>{row.partition}</code> },
  {
    id: "verified",
    header: "Last passed",
    cell: (row) => (row.verifiedAt ? <DateText at={row.verifiedAt} withTime /> : "never yet"),
  },
  { id: "created", header: "Created", cell: (row) => <DateText at={row.createdAt} /> },
];

const LIST: List<FiltersOf<typeof ADDRESS>, Connection> = {
  address: ADDRESS,
  title: "Connections",
  description:
    "The roles through which Rolecall reads your AWS accounts. Each has its own External ID, and each is checked again every day.",
  noun: "connections",
  actions: (
    <LinkButton href="/connections/new" leftSection={<IconPlus size={16} aria-hidden />}>
      Connect an AWS account
    </LinkButton>
  ),
  none: {
    icon: <IconPlugConnected size={28} stroke={1.5} />,
    title: "No AWS account is connected",
    description:
      "Rolecall reads an account through a role that you install there. The role can read users, keys and roles, and can change nothing. It takes some five minutes.",
  },
  read: (api, query) => api.connections.list(query),
  isMoving: ({ status }) => status === "verifying",
  columns: () => columns,
};

export default function ConnectionsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

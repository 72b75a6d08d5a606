import { Card } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import {
  type Column,
  CursorPager,
  DataTable,
  DateText,
  EmptyState,
  LinkButton,
  LinkText,
  PageHeader,
} from "@rolecall/ui";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import type { Metadata } from "next";
import { hrefOf, readListQuery, type SearchParams } from "../../../rooms/address/list-query.ts";
import { LiveRefresh } from "../../../rooms/block/live-refresh.tsx";
import { serverApi } from "../../../server/api.ts";
import { AwsAccountLink } from "./aws-account-link.tsx";
import { ConnectionStatusBadge } from "./connection-status.tsx";

export const metadata: Metadata = { title: "Connections" };

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

export default async function ConnectionsPage({ searchParams }: { searchParams: SearchParams }) {
  const { cursor } = await readListQuery(searchParams);
  const page = await (await serverApi()).connections.list({ cursor });
  const connect = (
    <LinkButton href="/connections/new" leftSection={<IconPlus size={16} aria-hidden />}>
      Connect an AWS account
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Connections"
        description="The roles through which Rolecall reads your AWS accounts. Each has its own External ID, and each is checked again every day."
        actions={page.items.length > 0 ? connect : null}
      />
      {page.items.some((connection) => connection.status === "verifying") && <LiveRefresh />}
      <Card p={0}>
        <DataTable
          caption="Connections"
          columns={columns}
          rows={page.items}
          rowKey={(row) => row.id}
          empty={
            <EmptyState
              icon={<IconPlugConnected size={28} stroke={1.5} />}
              title="No AWS account is connected"
              description="Rolecall reads an account through a role that you install there. The role can read users, keys and roles, and can change nothing. It takes some five minutes."
              actions={connect}
            />
          }
        />
      </Card>
      {page.items.length > 0 && (
        <CursorPager
          noun="connections"
          shown={page.items.length}
          firstHref={cursor ? "/connections" : null}
          nextHref={page.nextCursor ? hrefOf("/connections", { cursor: page.nextCursor }) : null}
        />
      )}
    </>
  );
}

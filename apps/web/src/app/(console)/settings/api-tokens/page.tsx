import { Card, Text } from "@mantine/core";
import type { ApiToken } from "@rolecall/domain";
import { type Column, CursorPager, DataTable, DateText, EmptyState, StatusBadge } from "@rolecall/ui";
import { IconKey } from "@tabler/icons-react";
import type { Metadata } from "next";
import { hrefOf, readListQuery, type SearchParams } from "../../../../rooms/address/list-query.ts";
import { serverApi } from "../../../../server/api.ts";
import { SettingsHeader } from "../settings-header.tsx";
import { CreateTokenButton } from "./create-token-button.tsx";
import { RevokeTokenButton } from "./revoke-token-button.tsx";

export const metadata: Metadata = { title: "API tokens" };

const PATH = "/settings/api-tokens";

const columns: readonly Column<ApiToken>[] = [
  { id: "name", header: "Name", cell: (row) => row.name },
  { id: "prefix", header: "Starts with", cell: (row) => <code>{row.prefix}…</code> },
  {
    id: "state",
    header: "State",
    cell: (row) =>
      row.revokedAt ? (
        <StatusBadge tone="neutral">Revoked</StatusBadge>
      ) : (
        <StatusBadge tone="positive">Active</StatusBadge>
      ),
  },
  { id: "by", header: "Made by", cell: (row) => row.createdBy },
  { id: "created", header: "Made", cell: (row) => <DateText at={row.createdAt} /> },
  { id: "used", header: "Last used", cell: (row) => (row.lastUsedAt ? <DateText at={row.lastUsedAt} /> : "never") },
  {
    id: "revoke",
    header: "Action",
    align: "right",
    cell: (row) =>
      row.revokedAt ? <DateText at={row.revokedAt} /> : <RevokeTokenButton tokenId={row.id} name={row.name} />,
  },
];

export default async function ApiTokensPage({ searchParams }: { searchParams: SearchParams }) {
  const { cursor } = await readListQuery(searchParams);
  const page = await (await serverApi()).apiTokens.list({ cursor });
  return (
    <>
      <SettingsHeader
        current={PATH}
        title="API tokens"
        description="For programs that read the inventory. A token sees what you see in this organisation."
        actions={<CreateTokenButton />}
      />
      <Card p={0} mt="lg">
        <DataTable
          caption="API tokens"
          columns={columns}
          rows={page.items}
          rowKey={(row) => row.id}
          empty={
            <EmptyState
              icon={<IconKey size={28} stroke={1.5} />}
              title="No API token"
              description="Make one for each program, so that you can revoke them one by one."
            />
          }
        />
      </Card>
      {page.items.length > 0 && (
        <CursorPager
          noun="tokens"
          shown={page.items.length}
          firstHref={cursor ? PATH : null}
          nextHref={page.nextCursor ? hrefOf(PATH, { cursor: page.nextCursor }) : null}
        />
      )}
      <Text size="sm" c="dimmed" mt="md">
        Only a digest of each token is stored: a lost token cannot be shown again, only revoked.
      </Text>
    </>
  );
}

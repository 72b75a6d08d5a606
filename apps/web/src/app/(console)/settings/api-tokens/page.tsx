import type { ApiToken } from "@rolecall/domain";
import { type Column, DateText, StatusBadge } from "@rolecall/ui";
import { IconKey } from "@tabler/icons-react";
import type { Metadata } from "next";
import { type FiltersOf, pageAddress, type SearchParams } from "../../../../rooms/address/page-address.ts";
import { parseAsCursor } from "../../../../rooms/address/values.ts";
import { type List, ListPage } from "../../../../rooms/list/list-page.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { CreateTokenButton } from "./create-token-button.tsx";
import { RevokeTokenButton } from "./revoke-token-button.tsx";

export const metadata: Metadata = { title: "API tokens" };

const ADDRESS = pageAddress("/settings/api-tokens", { cursor: parseAsCursor });

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

const LIST: List<FiltersOf<typeof ADDRESS>, ApiToken> = {
  address: ADDRESS,
  title: "API tokens",
  description: "For programs that read the inventory. A token sees what you see in this organisation.",
  noun: "tokens",
  caption: "API tokens",
  head: (head) => <SettingsHeader {...head} current="/settings/api-tokens" actions={<CreateTokenButton />} />,
  none: {
    icon: <IconKey size={28} stroke={1.5} />,
    title: "No API token",
    description: "Make one for each program, so that you can revoke them one by one.",
  },
  footnote: "Only a digest of each token is stored: a lost token cannot be shown again, only revoked.",
  read: (api, query) => api.apiTokens.list(query),
  columns: () => columns,
};

export default function ApiTokensPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

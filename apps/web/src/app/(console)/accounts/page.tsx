import { Text } from "@mantine/core";
import type { AwsAccount } from "@rolecall/domain";
import { type Column, DateText, LinkButton, LinkText } from "@rolecall/ui";
import { IconCloud, IconFileUpload, IconPlus } from "@tabler/icons-react";
import type { Metadata } from "next";
import { type FiltersOf, pageAddress, type SearchParams } from "../../../rooms/address/page-address.ts";
import { parseAsCursor, parseAsSearch } from "../../../rooms/address/values.ts";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { AccountCount, AccountStatusBadge } from "./account-status.tsx";

export const metadata: Metadata = { title: "Accounts" };

const ADDRESS = pageAddress("/accounts", { q: parseAsSearch, cursor: parseAsCursor });

function Name({ account: { awsAccountId, name, alias } }: { account: AwsAccount }) {
  return (
    <>
      <LinkText inherit href={`/accounts/${awsAccountId}`}>
        {name}
      </LinkText>
      <Text component="div" size="xs" c="dimmed">
        <code>{awsAccountId}</code>
        {alias && <div>{alias}</div>}
      </Text>
    </>
  );
}

const columns: readonly Column<AwsAccount>[] = [
  { id: "name", header: "Account", cell: (row) => <Name account={row} /> },
  {
    id: "unit",
    header: "Unit",
    cell: ({ organizationalUnitPath: path }) => path?.join(" / ") || "–",
  },
  { id: "status", header: "Status", cell: (row) => <AccountStatusBadge status={row.status} /> },
  { id: "users", header: "Users", align: "right", cell: (row) => <AccountCount account={row} of="users" /> },
  { id: "roles", header: "Roles", align: "right", cell: (row) => <AccountCount account={row} of="roles" /> },
  {
    id: "credentials",
    header: "Credentials",
    align: "right",
    cell: (row) => <AccountCount account={row} of="credentials" />,
  },
  {
    id: "last",
    header: "Known as of",
    cell: (row) => (row.lastScanAt ? <DateText at={row.lastScanAt} withTime /> : "never"),
  },
  {
    id: "next",
    header: "Next scan",
    cell: (row) => (row.nextScanAt ? <DateText at={row.nextScanAt} withTime /> : "none planned"),
  },
];

const LIST: List<FiltersOf<typeof ADDRESS>, AwsAccount> = {
  address: ADDRESS,
  title: "Accounts",
  description: "The AWS accounts that Rolecall reads, and how fresh what it knows of each of them is.",
  noun: "accounts",
  caption: "AWS accounts",
  actions: (
    <>
      <LinkButton href="/accounts/upload" variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
        Upload an account
      </LinkButton>
      <LinkButton href="/connections/new" leftSection={<IconPlus size={16} aria-hidden />}>
        Connect an AWS account
      </LinkButton>
    </>
  ),
  none: {
    icon: <IconCloud size={28} stroke={1.5} />,
    title: "No account yet",
    description:
      "Accounts appear here once a connection to them is verified. Where no role may be granted yet, upload two files instead.",
  },
  filters: [{ kind: "search", name: "q", label: "Search", placeholder: "Name, alias or account id" }],
  read: (api, query) => api.accounts.list(query),
  columns: () => columns,
};

export default function AccountsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

import { Card, Text } from "@mantine/core";
import type { AwsAccount } from "@rolecall/domain";
import {
  type Column,
  CursorPager,
  DataTable,
  DateText,
  EmptyState,
  FilterForm,
  LinkButton,
  LinkText,
  PageHeader,
} from "@rolecall/ui";
import { IconCloud, IconFileUpload, IconPlus } from "@tabler/icons-react";
import type { Metadata } from "next";
import { hrefOf, readListQuery, type SearchParams } from "../../../rooms/address/list-query.ts";
import { serverApi } from "../../../server/api.ts";
import { AccountCount, AccountStatusBadge } from "./account-status.tsx";

export const metadata: Metadata = { title: "Accounts" };

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

const actions = (
  <>
    <LinkButton href="/accounts/upload" variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
      Upload an account
    </LinkButton>
    <LinkButton href="/connections/new" leftSection={<IconPlus size={16} aria-hidden />}>
      Connect an AWS account
    </LinkButton>
  </>
);

export default async function AccountsPage({ searchParams }: { searchParams: SearchParams }) {
  const { q, cursor } = await readListQuery(searchParams);
  const page = await (await serverApi()).accounts.list({ q, cursor });
  const filtered = Boolean(q);
  return (
    <>
      <PageHeader
        title="Accounts"
        description="The AWS accounts that Rolecall reads, and how fresh what it knows of each of them is."
        actions={page.items.length > 0 || filtered ? actions : null}
      />
      {(page.items.length > 0 || filtered) && (
        <FilterForm
          action="/accounts"
          label="Filter accounts"
          fields={[
            { kind: "search", name: "q", label: "Search", placeholder: "Name, alias or account id", value: q ?? null },
          ]}
        />
      )}
      <Card p={0} mt="md">
        <DataTable
          caption="AWS accounts"
          columns={columns}
          rows={page.items}
          rowKey={(row) => row.id}
          empty={filtered ? <NoMatch q={q ?? ""} /> : <NoAccount />}
        />
      </Card>
      {page.items.length > 0 && (
        <CursorPager
          noun="accounts"
          shown={page.items.length}
          firstHref={cursor ? hrefOf("/accounts", { q }) : null}
          nextHref={page.nextCursor ? hrefOf("/accounts", { q, cursor: page.nextCursor }) : null}
        />
      )}
    </>
  );
}

function NoAccount() {
  return (
    <EmptyState
      icon={<IconCloud size={28} stroke={1.5} />}
      title="No account yet"
      description="Accounts appear here once a connection to them is verified. Where no role may be granted yet, upload two files instead."
      actions={actions}
    />
  );
}

function NoMatch({ q }: { q: string }) {
  return (
    <EmptyState
      title="No account matches"
      description={`Neither name, alias nor id contains “${q}”.`}
      actions={
        <LinkButton href="/accounts" variant="default">
          Show all accounts
        </LinkButton>
      }
    />
  );
}

import { Stack } from "@mantine/core";
import { CursorPager, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../server/api.ts";
import type { SearchParams } from "../list-query.ts";
import { Block } from "../overview/block.tsx";
import { EmptyList } from "../overview/empty-list.tsx";
import { CredentialFilterForm } from "./credential-filter-form.tsx";
import { type CredentialFilters, credentialsHref, loadCredentialFilters } from "./credential-filters.ts";
import { CredentialTable } from "./credential-table.tsx";

export const metadata: Metadata = { title: "Credentials" };

async function Credentials({ filters }: { filters: CredentialFilters }) {
  const { q, awsAccountId, kind, status, state, minAgeDays, sort, cursor } = filters;
  const api = await serverApi();
  const { items, nextCursor } = await api.credentials.list({
    q: q ?? undefined,
    awsAccountId: awsAccountId ?? undefined,
    kind: kind ?? undefined,
    status: status ?? undefined,
    state: state ?? undefined,
    minAgeDays: minAgeDays ?? undefined,
    sort,
    cursor: cursor ?? undefined,
  });
  const filtered = [q, awsAccountId, kind, status, state, minAgeDays].some((value) => value !== null);
  return (
    <>
      <CredentialTable
        rows={items}
        now={new Date()}
        sort={{ current: sort, hrefOf: (order) => credentialsHref({ ...filters, sort: order, cursor: null }) }}
        empty={
          <EmptyList
            noun="credentials"
            filtered={filtered}
            href="/credentials"
            none="There is no long-lived credential in the scanned accounts."
          />
        }
      />
      {items.length > 0 && (
        <CursorPager
          noun="credentials"
          shown={items.length}
          firstHref={cursor ? credentialsHref({ ...filters, cursor: null }) : null}
          nextHref={nextCursor ? credentialsHref({ ...filters, cursor: nextCursor }) : null}
        />
      )}
    </>
  );
}

type PageProps = { searchParams: SearchParams };

export default async function CredentialsPage({ searchParams }: PageProps) {
  const filters = await loadCredentialFilters(searchParams);
  return (
    <>
      <PageHeader
        title="Credentials"
        description="Every long-lived secret: access keys and console passwords, of users and of root, with age, deadline and last use."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <CredentialFilterForm filters={filters} />
        </Block>
        <Block name="The credentials" query={filters} skeleton={<TableSkeleton />}>
          <Credentials filters={filters} />
        </Block>
      </Stack>
    </>
  );
}

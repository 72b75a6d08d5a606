import { Stack } from "@mantine/core";
import { CursorPager, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../server/api.ts";
import { AsOfBanner } from "../inventory/as-of-banner.tsx";
import { type Moment, momentOf } from "../inventory/moment.ts";
import type { SearchParams } from "../list-query.ts";
import { Block } from "../overview/block.tsx";
import { EmptyList } from "../overview/empty-list.tsx";
import { CredentialFilterForm } from "./credential-filter-form.tsx";
import { type CredentialFilters, credentialsHref, loadCredentialFilters } from "./credential-filters.ts";
import { CredentialTable } from "./credential-table.tsx";

export const metadata: Metadata = { title: "Credentials" };

async function Credentials({ filters, moment }: { filters: CredentialFilters; moment: Moment }) {
  const { q, awsAccountId, kind, status, state, minAgeDays, sort, cursor } = filters;
  const api = await serverApi();
  const { items, nextCursor } = await api.credentials.list({
    q: q ?? undefined,
    awsAccountId: awsAccountId ?? undefined,
    kind: kind ?? undefined,
    status: status ?? undefined,
    state: state ?? undefined,
    minAgeDays: minAgeDays ?? undefined,
    asOf: moment.asOf,
    sort,
    cursor: cursor ?? undefined,
  });
  const filtered = [q, awsAccountId, kind, status, state, minAgeDays].some((value) => value !== null);
  return (
    <>
      <CredentialTable
        rows={items}
        moment={moment}
        sort={{ current: sort, hrefOf: (order) => credentialsHref({ ...filters, sort: order, cursor: null }) }}
        empty={
          <EmptyList
            noun="credentials"
            filtered={filtered}
            href={credentialsHref({ asOf: moment.day })}
            asOf={moment.day}
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
  const moment = momentOf(filters.asOf);
  return (
    <>
      <PageHeader
        title="Credentials"
        description="Every long-lived credential of users, of root and of accounts: keys, passwords and certificates, with age, deadline and last use."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <CredentialFilterForm filters={filters} moment={moment} />
        </Block>
        <AsOfBanner moment={moment} nowHref={credentialsHref({ ...filters, asOf: null, cursor: null })} />
        <Block name="The credentials" query={filters} skeleton={<TableSkeleton />}>
          <Credentials filters={filters} moment={moment} />
        </Block>
      </Stack>
    </>
  );
}

import { Stack } from "@mantine/core";
import { CursorPager, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { loadUserFilters, type UserFilters, usersHref } from "../../../rooms/address/users.ts";
import { AsOfBanner } from "../../../rooms/as-of/as-of-banner.tsx";
import { type Moment, momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { EmptyList } from "../../../rooms/list/empty-list.tsx";
import { serverApi } from "../../../server/api.ts";
import { UserFilterForm } from "./user-filter-form.tsx";
import { UserTable } from "./user-table.tsx";

export const metadata: Metadata = { title: "Users" };

type PartProps = { filters: UserFilters; moment: Moment };

async function Users({ filters, moment }: PartProps) {
  const { q, awsAccountId, hasConsolePassword, hasActiveKey, mfa, minKeyAgeDays, sort, cursor } = filters;
  const api = await serverApi();
  const { items, nextCursor } = await api.users.list({
    q: q ?? undefined,
    awsAccountId: awsAccountId ?? undefined,
    hasConsolePassword: hasConsolePassword ?? undefined,
    hasActiveKey: hasActiveKey ?? undefined,
    mfa: mfa ?? undefined,
    minKeyAgeDays: minKeyAgeDays ?? undefined,
    asOf: moment.asOf,
    sort,
    cursor: cursor ?? undefined,
  });
  const filtered = [q, awsAccountId, hasConsolePassword, hasActiveKey, mfa, minKeyAgeDays].some(
    (value) => value !== null,
  );
  return (
    <>
      <UserTable
        rows={items}
        filters={filters}
        moment={moment}
        empty={
          <EmptyList
            noun="users"
            filtered={filtered}
            href={usersHref({ asOf: moment.day })}
            asOf={moment.day}
            none="The scanned accounts have no IAM user: nobody there signs in or signs with a long-lived secret."
          />
        }
      />
      {items.length > 0 && (
        <CursorPager
          noun="users"
          shown={items.length}
          firstHref={cursor ? usersHref({ ...filters, cursor: null }) : null}
          nextHref={nextCursor ? usersHref({ ...filters, cursor: nextCursor }) : null}
        />
      )}
    </>
  );
}

type PageProps = { searchParams: SearchParams };

export default async function UsersPage({ searchParams }: PageProps) {
  const filters = await loadUserFilters(searchParams);
  const moment = momentOf(filters.asOf);
  return (
    <>
      <PageHeader
        title="Users"
        description="IAM users of all accounts: who can sign in, with which second factor, and who holds access keys."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <UserFilterForm filters={filters} moment={moment} />
        </Block>
        <AsOfBanner moment={moment} nowHref={usersHref({ ...filters, asOf: null, cursor: null })} />
        <Block name="The users" query={filters} skeleton={<TableSkeleton />}>
          <Users filters={filters} moment={moment} />
        </Block>
      </Stack>
    </>
  );
}

import { Stack } from "@mantine/core";
import { RoleKind, TrustGrade } from "@rolecall/domain";
import { CursorPager, FilterForm, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { loadRoleFilters, type RoleFilters, rolesHref } from "../../../rooms/address/roles.ts";
import { AsOfBanner } from "../../../rooms/as-of/as-of-banner.tsx";
import { asOfField, type Moment, momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { EmptyList } from "../../../rooms/list/empty-list.tsx";
import { serverApi } from "../../../server/api.ts";
import { ROLE_KIND_LABELS } from "./role-labels.ts";
import { RoleTable } from "./role-table.tsx";

export const metadata: Metadata = { title: "Roles" };

type PartProps = { filters: RoleFilters; moment: Moment };

async function RoleFilterForm({ filters, moment }: PartProps) {
  const account = await accountField(filters.awsAccountId);
  return (
    <FilterForm
      action="/roles"
      label="Filter roles"
      kept={{ sort: filters.sort }}
      fields={[
        { kind: "search", name: "q", label: "Search", placeholder: "Role name", value: filters.q },
        account,
        {
          kind: "select",
          name: "kind",
          label: "Kind",
          value: filters.kind,
          options: [
            { value: "", label: "Any kind" },
            ...RoleKind.options.map((value) => ({ value, label: ROLE_KIND_LABELS[value].label })),
          ],
        },
        {
          kind: "select",
          name: "grade",
          label: "Trust",
          value: filters.grade,
          options: [
            { value: "", label: "Any grade" },
            ...TrustGrade.options.map((value) => ({ value, label: GRADE_LABELS[value] })),
          ],
        },
        asOfField(moment),
      ]}
    />
  );
}

async function Roles({ filters, moment }: PartProps) {
  const { q, awsAccountId, kind, grade, sort, cursor } = filters;
  const api = await serverApi();
  const { items, nextCursor } = await api.roles.list({
    q: q ?? undefined,
    awsAccountId: awsAccountId ?? undefined,
    kind: kind ?? undefined,
    grade: grade ?? undefined,
    asOf: moment.asOf,
    sort,
    cursor: cursor ?? undefined,
  });
  const filtered = [q, awsAccountId, kind, grade].some((value) => value !== null);
  return (
    <>
      <RoleTable
        rows={items}
        filters={filters}
        moment={moment}
        empty={
          <EmptyList
            noun="roles"
            filtered={filtered}
            href={rolesHref({ asOf: moment.day })}
            none="The scanned accounts have no IAM role."
            asOf={moment.day}
          />
        }
      />
      {items.length > 0 && (
        <CursorPager
          noun="roles"
          shown={items.length}
          firstHref={cursor ? rolesHref({ ...filters, cursor: null }) : null}
          nextHref={nextCursor ? rolesHref({ ...filters, cursor: nextCursor }) : null}
        />
      )}
    </>
  );
}

type PageProps = { searchParams: SearchParams };

export default async function RolesPage({ searchParams }: PageProps) {
  const filters = await loadRoleFilters(searchParams);
  const moment = momentOf(filters.asOf);
  return (
    <>
      <PageHeader
        title="Roles"
        description="IAM roles of all accounts: what they are for, whom they let in and how well that is guarded, what they may do, and when they were last used."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <RoleFilterForm filters={filters} moment={moment} />
        </Block>
        <AsOfBanner moment={moment} nowHref={rolesHref({ ...filters, asOf: null, cursor: null })} />
        <Block name="The roles" query={filters} skeleton={<TableSkeleton />}>
          <Roles filters={filters} moment={moment} />
        </Block>
      </Stack>
    </>
  );
}

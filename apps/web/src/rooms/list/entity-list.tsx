import { Stack } from "@mantine/core";
import type { Page } from "@rolecall/domain";
import { type Column, CursorPager, DataTable, FilterForm, PageHeader, TableSkeleton } from "@rolecall/ui";
import { serverApi } from "../../server/api.ts";
import { accountField } from "../accounts/account-field.ts";
import { type EntityFilters, entityHref, loadEntityFilters } from "../address/entity-filters.ts";
import { hrefOf, type SearchParams } from "../address/list-query.ts";
import { AsOfBanner } from "../as-of/as-of-banner.tsx";
import { asOfField, type Moment, momentOf } from "../as-of/moment.ts";
import { Block } from "../block/block.tsx";
import { EmptyList } from "./empty-list.tsx";

type Api = Awaited<ReturnType<typeof serverApi>>;
type Query<Kind> = {
  q: string | undefined;
  awsAccountId: string | undefined;
  asOf: Date | undefined;
  cursor: string | undefined;
  kind: Kind | undefined;
};

/** What a list of one kind of entity is. */
export type EntityList<Row, Kind extends string = never> = {
  path: string;
  title: string;
  description: string;
  /** Plural, ending in s. */
  noun: string;
  placeholder: string;
  /** What it means that everything was read and there is none. */
  none: string;
  /** The choice of kinds, where there are some: the values of the address with their labels. */
  kinds?: { label: string; any: string; options: Readonly<Record<Kind, string>> };
  columns: (moment: Moment) => Column<Row>[];
  read: (api: Api, query: Query<Kind>) => Promise<Page<Row>>;
};

function kindOf<Row, Kind extends string>({ kinds }: EntityList<Row, Kind>, kind: string | null): Kind | null {
  return kinds && kind !== null && Object.hasOwn(kinds.options, kind) ? (kind as Kind) : null;
}

type PartProps<Row, Kind extends string> = {
  list: EntityList<Row, Kind>;
  filters: EntityFilters;
  moment: Moment;
};

async function Filters<Row, Kind extends string>({ list, filters, moment }: PartProps<Row, Kind>) {
  const account = await accountField(filters.awsAccountId);
  const { kinds } = list;
  return (
    <FilterForm
      action={list.path}
      label={`Filter ${list.noun}`}
      fields={[
        { kind: "search", name: "q", label: "Search", placeholder: list.placeholder, value: filters.q },
        account,
        ...(kinds
          ? [
              {
                kind: "select" as const,
                name: "kind",
                label: kinds.label,
                value: kindOf(list, filters.kind),
                options: [
                  { value: "", label: kinds.any },
                  ...Object.entries<string>(kinds.options).map(([value, label]) => ({ value, label })),
                ],
              },
            ]
          : []),
        asOfField(moment),
      ]}
    />
  );
}

async function Rows<Row extends { id: string }, Kind extends string>({ list, filters, moment }: PartProps<Row, Kind>) {
  const { q, awsAccountId, cursor } = filters;
  const kind = kindOf(list, filters.kind);
  const { items, nextCursor } = await list.read(await serverApi(), {
    q: q ?? undefined,
    awsAccountId: awsAccountId ?? undefined,
    kind: kind ?? undefined,
    asOf: moment.asOf,
    cursor: cursor ?? undefined,
  });
  return (
    <>
      <DataTable
        caption={list.title}
        columns={list.columns(moment)}
        rows={items}
        rowKey={(row) => row.id}
        empty={
          <EmptyList
            noun={list.noun}
            filtered={[q, awsAccountId, kind].some((value) => value !== null)}
            href={hrefOf(list.path, { asOf: moment.day })}
            none={list.none}
            asOf={moment.day}
          />
        }
      />
      {items.length > 0 && (
        <CursorPager
          noun={list.noun}
          shown={items.length}
          firstHref={cursor ? entityHref(list.path, { ...filters, cursor: null }) : null}
          nextHref={nextCursor ? entityHref(list.path, { ...filters, cursor: nextCursor }) : null}
        />
      )}
    </>
  );
}

type EntityListPageProps<Row, Kind extends string> = { list: EntityList<Row, Kind>; searchParams: SearchParams };

/** The page of a list of entities: filters, rows and pages, now or as of a day of the past. */
export async function EntityListPage<Row extends { id: string }, Kind extends string = never>({
  list,
  searchParams,
}: EntityListPageProps<Row, Kind>) {
  const filters = await loadEntityFilters(searchParams);
  const moment = momentOf(filters.asOf);
  const part = { list, filters, moment };
  return (
    <>
      <PageHeader title={list.title} description={list.description} />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <Filters {...part} />
        </Block>
        <AsOfBanner moment={moment} nowHref={entityHref(list.path, { ...filters, asOf: null, cursor: null })} />
        <Block name={`The ${list.noun}`} query={filters} skeleton={<TableSkeleton />}>
          <Rows {...part} />
        </Block>
      </Stack>
    </>
  );
}

import { Stack, Text } from "@mantine/core";
import type { Page } from "@rolecall/domain";
import { type Column, EmptyState, PageHeader, TableSkeleton } from "@rolecall/ui";
import { type ReactNode, Suspense } from "react";
import { serverApi } from "../../server/api.ts";
import type { PageAddress, SearchParams } from "../address/page-address.ts";
import { AsOfBanner } from "../as-of/as-of-banner.tsx";
import { Block } from "../block/block.tsx";
import { LiveRefresh } from "../block/live-refresh.tsx";
import { EmptyList, NoMatch } from "./empty-list.tsx";
import { type Filter, Filters, withoutPresent } from "./filters.tsx";
import { type ListFilters, type ListQuery, queryOf } from "./list-query.ts";
import { PagedTable, Pages } from "./paged-table.tsx";
import { type View, viewOf } from "./view.ts";

type Api = Awaited<ReturnType<typeof serverApi>>;
type Nothing = { title: string; description: string; icon?: ReactNode; actions?: ReactNode };
type Head = { title: string; description: string; actions: ReactNode };

/** What a page that lists something declares. */
export type List<F extends ListFilters, Row> = {
  address: PageAddress<F>;
  title: string;
  description: string;
  /** Plural of what is listed, ending in -s or -ies. */
  noun: string;
  /** Instead of the usual head of a page. */
  head?: (head: Head) => ReactNode;
  /** Shown in the head of the page, or in its middle while the list is empty. */
  actions?: ReactNode;
  filters?: readonly Filter<F>[];
  /** What stands between the filters and the rows. */
  notices?: (view: View<F>) => ReactNode;
  read: (api: Api, query: ListQuery<F>) => Promise<Page<Row>>;
  /** The rows are read anew while one of them is moving. */
  isMoving?: (row: Row) => boolean;
  /** What stands below the rows. */
  footnote?: string;
} & Shown<F, Row> &
  Reason<F>;

type Shown<F, Row> =
  | {
      /** Name of the table, where it is not the page's title. */
      caption?: string;
      /** What the table stands in, such as a choice among its rows. */
      around?: (rows: readonly Row[], table: ReactNode, view: View<F>) => ReactNode;
      columns: (view: View<F>) => readonly Column<Row>[];
    }
  | {
      /** What is shown instead of a table. */
      rows: (rows: readonly Row[]) => ReactNode;
    };

type Reason<F> =
  | {
      /** What it means that no account has any: a sentence about the scanned accounts, or a state of its own. */
      none: string | Nothing;
    }
  | {
      /** Why there are no rows, instead of the usual reasons. */
      empty: (view: View<F>) => ReactNode;
    };

type Part<F extends ListFilters, Row> = { list: List<F, Row>; view: View<F>; read: () => Promise<Page<Row>> };

function Empty<F extends ListFilters, Row>({ list, view }: Omit<Part<F, Row>, "read">) {
  if ("empty" in list) return list.empty(view);
  const { address, noun, none, actions } = list;
  const { isFiltered, moment } = view;
  const all = address.href({ asOf: moment.day } as Partial<F>);
  if (typeof none === "string") {
    return <EmptyList noun={noun} filtered={isFiltered} href={all} none={none} asOf={moment.day} />;
  }
  return isFiltered ? <NoMatch noun={noun} href={all} /> : <EmptyState actions={actions} {...none} />;
}

type TableProps<F extends ListFilters, Row> = {
  list: Extract<List<F, Row>, { columns: unknown }>;
  page: Page<Row>;
  view: View<F>;
  empty: ReactNode;
};

function Table<F extends ListFilters, Row extends { id: string }>({ list, page, view, empty }: TableProps<F, Row>) {
  const { noun, title, caption = title, columns, around } = list;
  const table = (
    <PagedTable
      {...{ noun, page, caption, empty }}
      cursor={view.filters.cursor}
      hrefAt={view.hrefAt}
      columns={columns(view)}
      rowKey={({ id }) => id}
    />
  );
  return around && page.items.length > 0 ? around(page.items, table, view) : table;
}

async function Rows<F extends ListFilters, Row extends { id: string }>({ list, view, read }: Part<F, Row>) {
  const page = await read();
  const pages = { noun: list.noun, page, cursor: view.filters.cursor, hrefAt: view.hrefAt };
  const empty = <Empty list={list} view={view} />;
  return (
    <>
      {list.isMoving && page.items.some(list.isMoving) && <LiveRefresh />}
      {"columns" in list ? (
        <Table list={list} page={page} view={view} empty={empty} />
      ) : (
        <>
          {page.items.length > 0 ? list.rows(page.items) : empty}
          <Pages {...pages} />
        </>
      )}
    </>
  );
}

/** The page's actions. While the list is empty they are shown in its middle instead, and not twice. */
async function HeadActions<F extends ListFilters, Row>({ list, view, read }: Part<F, Row>) {
  const isEmpty = await read().then(
    ({ items }) => items.length === 0 && !view.isFiltered,
    () => false,
  );
  return isEmpty ? null : list.actions;
}

type ListPageProps<F extends ListFilters, Row> = { list: List<F, Row>; searchParams: SearchParams };

/** The page of a list: its filters, its rows and their pages, now or on a day of the past. */
export async function ListPage<F extends ListFilters, Row extends { id: string }>(props: ListPageProps<F, Row>) {
  const { list, searchParams } = props;
  const { address, title, description, noun, head, filters: declared = [], notices, footnote } = list;
  const view = viewOf(address, withoutPresent(declared, await address.load(searchParams)));
  const { filters, moment } = view;
  const api = await serverApi();
  let reading: Promise<Page<Row>> | undefined;
  const read = () => (reading ??= list.read(api, queryOf(view)));
  const part = { list, view, read };
  const actions = list.actions && (
    <Suspense>
      <HeadActions {...part} />
    </Suspense>
  );
  return (
    <>
      {head ? (
        head({ title, description, actions })
      ) : (
        <PageHeader title={title} description={description} actions={actions} />
      )}
      <Stack gap="md">
        {declared.length > 0 && (
          <Block name="The filters" query={filters} skeleton={null}>
            <Filters address={address} filters={filters} moment={moment} label={`Filter ${noun}`} declared={declared} />
          </Block>
        )}
        <AsOfBanner moment={moment} nowHref={view.href({ asOf: null } as Partial<F>)} />
        {notices?.(view)}
        <Block name={`The ${noun}`} query={filters} skeleton={<TableSkeleton />}>
          <Rows {...part} />
        </Block>
        {footnote && (
          <Text size="sm" c="dimmed">
            {footnote}
          </Text>
        )}
      </Stack>
    </>
  );
}

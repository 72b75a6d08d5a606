import { Stack, Text } from "@mantine/core";
import { OutsideKind, type Outsider, type RoleChain } from "@rolecall/domain";
import { LinkButton, PageHeader, Pager, PartialNotice, TableSkeleton } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import type { Metadata } from "next";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { hrefOf } from "../../../rooms/address/href.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { TRUST_MAP, type TrustMapFilters } from "../../../rooms/address/trust-map.ts";
import { momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { NotJudgedNotice } from "../../../rooms/findings/not-judged-notice.tsx";
import { EmptyList } from "../../../rooms/list/empty-list.tsx";
import { type Filter, Filters } from "../../../rooms/list/filters.tsx";
import { AccountTable } from "./account-table.tsx";
import { ChainList } from "./chain-list.tsx";
import { OutsiderCounts } from "./outsider-counts.tsx";
import { OutsiderTable } from "./outsider-table.tsx";
import { GRADES_SHOWN } from "./outsiders.ts";
import { readTrustMap } from "./read-trust-map.ts";
import { OUTSIDE_LABELS } from "./trust-map-labels.ts";

export const metadata: Metadata = { title: "Trust map" };

const PAGE_ROWS = 100;

const FILTERS: readonly Filter<TrustMapFilters>[] = [
  { kind: "search", name: "q", label: "Search", placeholder: "Vendor, account or role" },
  { kind: "account" },
  {
    kind: "choice",
    name: "grade",
    label: "Gravest way in",
    any: "Any grade",
    options: GRADES_SHOWN.map((value) => ({ value, label: GRADE_LABELS[value] })),
  },
  {
    kind: "choice",
    name: "kind",
    label: "Who",
    any: "Anybody outside",
    options: OutsideKind.options.map((value) => ({ value, label: OUTSIDE_LABELS[value] })),
  },
];

type PartProps = { filters: TrustMapFilters };

const isFiltered = ({ q, grade, kind, awsAccountId }: TrustMapFilters): boolean =>
  [q, grade, kind, awsAccountId].some((value) => value !== null);

/** Says what is missing from the map. */
async function Unread({ filters }: PartProps) {
  const { awsAccountId } = filters;
  const { unread } = await readTrustMap(filters);
  if (unread === 0) return null;
  return (
    <PartialNotice
      title={`${formatAmount(unread, "role")} could not be read`}
      actions={
        <LinkButton href={hrefOf("/roles", { grade: "unknown", awsAccountId })} size="xs" variant="default">
          See the roles of unknown grade
        </LinkButton>
      }
    >
      Their trust policies, or parts of them, are missing or broken, or were not looked at yet: they may let in anybody,
      and the map cannot show whom.
    </PartialNotice>
  );
}

/** The requested page of rows, or the nearest one that exists. */
function pageOf(outsiders: readonly Outsider[], page: number): { page: number; rows: readonly Outsider[] } {
  const last = Math.max(1, Math.ceil(outsiders.length / PAGE_ROWS));
  const within = Math.min(Math.max(1, page), last);
  return { page: within, rows: outsiders.slice((within - 1) * PAGE_ROWS, within * PAGE_ROWS) };
}

async function Outsiders({ filters }: PartProps) {
  const { outsiders, outsiderCount, counts } = await readTrustMap(filters);
  const { page, rows } = pageOf(outsiders, filters.page);
  return (
    <Stack gap="md">
      {counts.entrances > 0 && <OutsiderCounts counts={counts} filters={filters} />}
      <div>
        <OutsiderTable
          outsiders={rows}
          empty={
            <EmptyList
              noun="outsiders"
              filtered={isFiltered(filters)}
              href={TRUST_MAP.href({})}
              none="No role that could be read lets in anybody from outside."
            />
          }
        />
        {outsiders.length > PAGE_ROWS && (
          <Pager
            noun="outsiders"
            shown={rows.length}
            place={{ from: (page - 1) * PAGE_ROWS + 1, total: outsiders.length }}
            previousHref={page > 1 ? TRUST_MAP.href({ ...filters, page: page - 1 }) : null}
            nextHref={page * PAGE_ROWS < outsiders.length ? TRUST_MAP.href({ ...filters, page: page + 1 }) : null}
          />
        )}
        {outsiderCount > outsiders.length && (
          <Text size="sm" c="dimmed" mt="sm">
            The gravest {formatCount(outsiders.length)} of {formatCount(outsiderCount)} are listed. Filter to see
            others.
          </Text>
        )}
      </div>
    </Stack>
  );
}

const matches = ({ from, steps }: RoleChain, { q, grade }: TrustMapFilters): boolean => {
  const texts = [
    from,
    ...steps.flatMap(({ roleName, accountName, awsAccountId }) => [roleName, accountName, awsAccountId]),
  ];
  const isMentioned = q === null || texts.some((text) => text.toLowerCase().includes(q.toLowerCase()));
  return isMentioned && (grade === null || steps.some((step) => step.grade === grade));
};

async function Chains({ filters }: PartProps) {
  const { chains, chainsLeftOut, chainRolesLeftOut, counts } = await readTrustMap(filters);
  if (chains.length === 0 && counts.entrances === 0) return null;
  return (
    <ChainList
      chains={chains.filter((chain) => matches(chain, filters))}
      chainsLeftOut={chainsLeftOut}
      chainRolesLeftOut={chainRolesLeftOut}
      filtered={isFiltered(filters)}
    />
  );
}

/** The table counts all outsiders. With a filter it would contradict the rows above, so it is left out. */
async function Accounts({ filters }: PartProps) {
  if (isFiltered(filters)) return null;
  const { accounts, counts } = await readTrustMap(filters);
  if (accounts.length === 0) return null;
  return <AccountTable rows={accounts} total={counts.accounts} />;
}

export default async function TrustMapPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await TRUST_MAP.load(searchParams);
  const { awsAccountId } = filters;
  return (
    <>
      <PageHeader
        title="Trust map"
        description="Who outside can enter which account, through which roles, how well each is guarded, and what may be done then: under each name its gravest way in and the most that it may do. It tells of now. AWS's own services and roles, and Identity Center, are left out."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <Filters address={TRUST_MAP} filters={filters} label="Filter the trust map" declared={FILTERS} />
        </Block>
        <Block name="The judged accounts" query={awsAccountId} skeleton={null}>
          <NotJudgedNotice awsAccountId={awsAccountId} moment={momentOf(null)} />
        </Block>
        <Block name="What could not be read" query={filters} skeleton={null}>
          <Unread filters={filters} />
        </Block>
        <Block name="The map" query={filters} skeleton={<TableSkeleton />}>
          <Outsiders filters={filters} />
        </Block>
        <Block name="The accounts" query={filters} skeleton={<TableSkeleton rows={4} />}>
          <Accounts filters={filters} />
        </Block>
        <Block name="The ways that go on" query={filters} skeleton={<TableSkeleton rows={4} />}>
          <Chains filters={filters} />
        </Block>
      </Stack>
    </>
  );
}

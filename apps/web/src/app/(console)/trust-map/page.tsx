import { Stack } from "@mantine/core";
import { OutsideKind, type RoleChain } from "@rolecall/domain";
import { LinkButton, PageHeader, Pager, PartialNotice, TableSkeleton } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
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
import { accountRows, chosenOutsiders, GRADES_SHOWN, type RatedOutsider, ratedOutsiders } from "./outsiders.ts";
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
async function Unread({ filters: { awsAccountId } }: PartProps) {
  const { unread } = await readTrustMap(awsAccountId);
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
      Their trust policies, or parts of them, are missing or broken: they may let in anybody, and the map cannot show
      whom.
    </PartialNotice>
  );
}

/** The requested page of rows, or the nearest one that exists. */
function pageOf(outsiders: readonly RatedOutsider[], page: number): { page: number; rows: readonly RatedOutsider[] } {
  const last = Math.max(1, Math.ceil(outsiders.length / PAGE_ROWS));
  const within = Math.min(Math.max(1, page), last);
  return { page: within, rows: outsiders.slice((within - 1) * PAGE_ROWS, within * PAGE_ROWS) };
}

async function Outsiders({ filters }: PartProps) {
  const map = await readTrustMap(filters.awsAccountId);
  const all = ratedOutsiders(map.outsiders);
  const chosen = chosenOutsiders(all, filters);
  const { page, rows } = pageOf(chosen, filters.page);
  return (
    <Stack gap="md">
      {all.length > 0 && <OutsiderCounts outsiders={all} filters={filters} />}
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
        {chosen.length > PAGE_ROWS && (
          <Pager
            noun="outsiders"
            shown={rows.length}
            place={{ from: (page - 1) * PAGE_ROWS + 1, total: chosen.length }}
            previousHref={page > 1 ? TRUST_MAP.href({ ...filters, page: page - 1 }) : null}
            nextHref={page * PAGE_ROWS < chosen.length ? TRUST_MAP.href({ ...filters, page: page + 1 }) : null}
          />
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
  const { chains, chainsLeftOut, outsiders } = await readTrustMap(filters.awsAccountId);
  if (chains.length === 0 && outsiders.length === 0) return null;
  return (
    <ChainList
      chains={chains.filter((chain) => matches(chain, filters))}
      chainsLeftOut={chainsLeftOut}
      filtered={isFiltered(filters)}
    />
  );
}

/** The table counts all outsiders. With a filter it would contradict the rows above, so it is left out. */
async function Accounts({ filters }: PartProps) {
  if (isFiltered(filters)) return null;
  const { outsiders } = await readTrustMap(null);
  if (outsiders.length === 0) return null;
  return <AccountTable rows={accountRows(outsiders)} />;
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
        <Block name="What could not be read" query={awsAccountId} skeleton={null}>
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

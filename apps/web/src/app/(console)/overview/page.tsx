import { Group, SimpleGrid, Stack, Text } from "@mantine/core";
import {
  ChartSkeleton,
  LinkText,
  PageHeader,
  SectionCard,
  StatTile,
  StatTilesSkeleton,
  TableSkeleton,
  Unknown,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { type ComponentType, Suspense } from "react";
import { NoAccounts } from "../../../rooms/accounts/no-accounts.tsx";
import { readOverview } from "../../../rooms/accounts/read-overview.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { RangeLinks } from "../../../rooms/charts/range.tsx";
import { OpenFindings } from "../../../rooms/findings/open-findings.tsx";
import { readChecks } from "../../../rooms/findings/read-checks.ts";
import { Filters } from "../../../rooms/list/filters.tsx";
import { InventoryGaps, InventoryStatus } from "./inventory-status.tsx";
import { KeyAgeHistory } from "./key-age-history.tsx";
import { keyFigures } from "./key-figures.ts";
import { NextSteps } from "./next-steps.tsx";
import { OVERVIEW, type OverviewFilters } from "./overview-address.ts";
import { KeyAgeNow, MigrationHistory, OverdueHistory, RotationHistory } from "./overview-charts.tsx";

export const metadata: Metadata = { title: "Overview" };

const CHARTS: readonly { name: string; Chart: ComponentType<{ filters: OverviewFilters; now: Date }> }[] = [
  { name: "Age of active access keys", Chart: KeyAgeNow },
  { name: "Key age over time", Chart: KeyAgeHistory },
  { name: "Keys over their deadline", Chart: OverdueHistory },
  { name: "Rotation compliance", Chart: RotationHistory },
];

async function Figures({ awsAccountId }: { awsAccountId: string | null }) {
  const overview = await readOverview(awsAccountId);
  if (overview.accounts.total === 0) return <NoAccounts />;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="md">
      {keyFigures(overview, awsAccountId).map(({ id, ...figure }) => (
        <StatTile key={id} {...figure} unknownReason="No scan has landed yet, so nothing is known." />
      ))}
    </SimpleGrid>
  );
}

/** Open findings by severity. Until an account has been judged the number is unknown, and not zero. */
async function FindingFigures({ awsAccountId }: { awsAccountId: string | null }) {
  const [{ accounts }, { accountsJudged }] = await Promise.all([
    readOverview(awsAccountId),
    readChecks(null, awsAccountId, null),
  ]);
  if (accounts.total === 0) return null;
  return (
    <SectionCard
      title="Open findings"
      actions={
        <LinkText href="/checks" size="sm">
          See how the checks stand
        </LinkText>
      }
    >
      {accountsJudged === 0 ? (
        <Text size="sm">
          <Unknown reason="No account has been judged yet." />: accounts are judged as soon as their first scan has
          landed.
        </Text>
      ) : (
        <OpenFindings awsAccountId={awsAccountId} moment={momentOf(null)} filters={null} />
      )}
    </SectionCard>
  );
}

function OverviewFilterBar({ filters }: { filters: OverviewFilters }) {
  return (
    <Group justify="space-between" align="flex-end" gap="md">
      <Filters address={OVERVIEW} filters={filters} label="Filter the overview" declared={[{ kind: "account" }]} />
      <RangeLinks current={filters.range} hrefOf={(range) => OVERVIEW.href({ ...filters, range })} />
    </Group>
  );
}

async function Charts({ filters }: { filters: OverviewFilters }) {
  const { accounts } = await readOverview(filters.awsAccountId);
  const now = new Date();
  if (accounts.total === 0) return null;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <div style={{ gridColumn: "1 / -1", minWidth: 0 }}>
        <Block name="From users to roles" query={filters} skeleton={<ChartSkeleton />}>
          <MigrationHistory filters={filters} now={now} />
        </Block>
      </div>
      {CHARTS.map(({ name, Chart }) => (
        <Block key={name} name={name} query={filters} skeleton={<ChartSkeleton />}>
          <Chart filters={filters} now={now} />
        </Block>
      ))}
    </SimpleGrid>
  );
}

type PageProps = { searchParams: SearchParams };

export default async function OverviewPage({ searchParams }: PageProps) {
  const filters = await OVERVIEW.load(searchParams);
  const { awsAccountId } = filters;
  return (
    <>
      <PageHeader
        title="Overview"
        description={
          <Suspense fallback="Reading the inventory…">
            <InventoryStatus awsAccountId={awsAccountId} />
          </Suspense>
        }
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <OverviewFilterBar filters={filters} />
        </Block>
        <Block name="What the figures leave out" query={awsAccountId} skeleton={null}>
          <InventoryGaps awsAccountId={awsAccountId} />
        </Block>
        <Block name="What to do next" query={awsAccountId} skeleton={<TableSkeleton rows={5} />}>
          <NextSteps awsAccountId={awsAccountId} />
        </Block>
        <Block name="The key figures" query={awsAccountId} skeleton={<StatTilesSkeleton count={6} />}>
          <Figures awsAccountId={awsAccountId} />
        </Block>
        <Block name="The open findings" query={awsAccountId} skeleton={<TableSkeleton rows={2} />}>
          <FindingFigures awsAccountId={awsAccountId} />
        </Block>
        <Block name="The charts" query={filters} skeleton={<ChartSkeleton />}>
          <Charts filters={filters} />
        </Block>
      </Stack>
    </>
  );
}

import { Group, Stack } from "@mantine/core";
import { ChartSkeleton, EmptyState, LinkButton, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { NoAccounts } from "../../../../rooms/accounts/no-accounts.tsx";
import { readOverview } from "../../../../rooms/accounts/read-overview.ts";
import { MIGRATION_PROGRESS, MIGRATIONS, type MigrationProgressFilters } from "../../../../rooms/address/migration.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { RangeLinks, seriesQuery } from "../../../../rooms/charts/range.tsx";
import { Filters } from "../../../../rooms/list/filters.tsx";
import { BurndownFigure } from "../../../../rooms/migration/burndown-figure.tsx";
import { serverApi } from "../../../../server/api.ts";
import { BreakdownCard } from "./breakdown-card.tsx";
import { FlowFigure } from "./flow-figure.tsx";
import { ProgressFigures } from "./progress-figures.tsx";

export const metadata: Metadata = { title: "Migration progress" };

type PartProps = { filters: MigrationProgressFilters };

async function Progress({ filters }: PartProps) {
  const { accounts } = await readOverview(null);
  if (accounts.total === 0) return <NoAccounts />;
  const { owner, targetDate } = filters;
  const api = await serverApi();
  const progress = await api.metrics.migration({
    ...seriesQuery(filters, new Date()),
    owner: owner ?? undefined,
    targetDate: targetDate ?? undefined,
  });
  if (progress.points.length === 0) {
    return (
      <EmptyState
        title="Nothing to show yet"
        description="No user with a long-lived credential was known in this time. The first scan of an account finds them."
        actions={
          <LinkButton href="/accounts" variant="default">
            View accounts
          </LinkButton>
        }
      />
    );
  }
  return (
    <Stack gap="md">
      <ProgressFigures progress={progress} filters={filters} />
      <BurndownFigure
        title="Users by stage"
        caption="What is left stands at the bottom, what is done on top. The line is the scope: it grows with new users."
        progress={progress}
        targetDate={targetDate}
      />
    </Stack>
  );
}

function ProgressFilters({ filters }: PartProps) {
  return (
    <Group justify="space-between" align="flex-end" gap="md">
      <Filters
        address={MIGRATION_PROGRESS}
        filters={filters}
        label="Filter the progress"
        declared={[
          { kind: "account" },
          { kind: "search", name: "owner", label: "Owner", placeholder: "Whole name" },
          { kind: "date", name: "targetDate", label: "Target date" },
        ]}
      />
      <RangeLinks current={filters.range} hrefOf={(range) => MIGRATION_PROGRESS.href({ ...filters, range })} />
    </Group>
  );
}

export default async function MigrationProgressPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await MIGRATION_PROGRESS.load(searchParams);
  return (
    <>
      <PageHeader
        title="Migration progress"
        description="How many users are moved to roles, how many are left, and when the last one may be done."
        actions={
          <LinkButton href={MIGRATIONS.href({})} variant="default">
            View queue
          </LinkButton>
        }
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <ProgressFilters filters={filters} />
        </Block>
        <Block name="The progress" query={filters} skeleton={<ChartSkeleton />}>
          <Progress filters={filters} />
        </Block>
        <Block name="The breakdown" query={[filters.by, filters.whole]} skeleton={<TableSkeleton />}>
          <BreakdownCard filters={filters} />
        </Block>
        <Block name="The flow" query={filters.awsAccountId} skeleton={<ChartSkeleton />}>
          <FlowFigure awsAccountId={filters.awsAccountId} />
        </Block>
      </Stack>
    </>
  );
}

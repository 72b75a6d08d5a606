import { SimpleGrid, Stack } from "@mantine/core";
import { ChartSkeleton, LinkButton, PageHeader, PartialNotice, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { NoAccounts } from "../../../rooms/accounts/no-accounts.tsx";
import { readOverview } from "../../../rooms/accounts/read-overview.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { ROTATION, type RotationFilters } from "../../../rooms/address/rotation.ts";
import { momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { ComplianceFigure, OverdueFigure } from "../../../rooms/charts/rotation-figures.tsx";
import { NotJudgedNotice } from "../../../rooms/findings/not-judged-notice.tsx";
import { readRotation } from "./read-rotation.ts";
import { RotationFigures } from "./rotation-figures.tsx";
import { RotationFilterForm } from "./rotation-filter-form.tsx";
import { Standings } from "./standings-table.tsx";

export const metadata: Metadata = { title: "Rotation" };

type PartProps = { filters: RotationFilters };

/** Names the filter that the form has no field for. */
function PartNotice({ filters }: PartProps) {
  if (!filters.unowned || filters.owner !== null) return null;
  return (
    <PartialNotice
      tone="info"
      title="Keys that nobody is named as owner of"
      actions={
        <LinkButton href={ROTATION.href({ ...filters, unowned: null })} size="xs" variant="default">
          Look at all
        </LinkButton>
      }
    >
      No plan, rule or tag names an owner of their users. Others are left out.
    </PartialNotice>
  );
}

async function ComplianceChart({ filters }: PartProps) {
  return <ComplianceFigure title="Compliance over time" series={await readRotation(filters)} />;
}

async function OverdueChart({ filters }: PartProps) {
  return <OverdueFigure series={await readRotation(filters)} scope={filters} />;
}

async function Body({ filters }: PartProps) {
  const { accounts } = await readOverview(null);
  if (accounts.total === 0) return <NoAccounts />;
  const { by, whole, ...chart } = filters;
  return (
    <Stack gap="md">
      <Block name="The figures" query={chart} skeleton={<TableSkeleton rows={2} />}>
        <RotationFigures filters={filters} />
      </Block>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <Block name="Compliance over time" query={chart} skeleton={<ChartSkeleton />}>
          <ComplianceChart filters={filters} />
        </Block>
        <Block name="Keys over their deadline" query={chart} skeleton={<ChartSkeleton />}>
          <OverdueChart filters={filters} />
        </Block>
      </SimpleGrid>
      <Block name="The standings" query={[by, whole]} skeleton={<TableSkeleton />}>
        <Standings filters={filters} />
      </Block>
    </Stack>
  );
}

export default async function RotationPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await ROTATION.load(searchParams);
  return (
    <>
      <PageHeader
        title="Rotation"
        description="How well access keys are rotated: compliance over time, who stands how today, and rotations that got stuck. It tells of active access keys."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <RotationFilterForm filters={filters} />
        </Block>
        <Block name="The judged accounts" query={filters.awsAccountId} skeleton={null}>
          <NotJudgedNotice awsAccountId={filters.awsAccountId} moment={momentOf(null)} />
        </Block>
        <PartNotice filters={filters} />
        <Block name="The rotation" query={filters} skeleton={<ChartSkeleton />}>
          <Body filters={filters} />
        </Block>
      </Stack>
    </>
  );
}

import { Grid, GridCol, Stack } from "@mantine/core";
import { ArtifactFormat } from "@rolecall/domain";
import { LinkButton, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { hrefOf } from "../../../../rooms/address/href.ts";
import { MIGRATIONS, migrationHref } from "../../../../rooms/address/migration.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { AsOfBanner } from "../../../../rooms/as-of/as-of-banner.tsx";
import { AsOfForm } from "../../../../rooms/as-of/as-of-form.tsx";
import { momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { readMigration } from "../../../../rooms/migration/read-migration.ts";
import { BreaksCard } from "./breaks-card.tsx";
import { CoverageCard } from "./coverage-card.tsx";
import { EvidenceLookupCard } from "./evidence-lookup-card.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { FittingRolesCard } from "./fitting-roles-card.tsx";
import { NextCommands } from "./next-commands.tsx";
import { PlanCard } from "./plan-card.tsx";
import { ProposalCard } from "./proposal-card.tsx";
import { PlanHistory, StageHistory } from "./record-tables.tsx";
import { ReplacementFiles } from "./replacement-files.tsx";
import { StandingCard } from "./standing-card.tsx";
import { SuccessorCard } from "./successor-card.tsx";
import { TimelineCard } from "./timeline-card.tsx";

type PageProps = { params: Promise<{ userId: string }>; searchParams: SearchParams };

const read = async ({ params, searchParams }: PageProps) => {
  const [{ userId }, moment] = await Promise.all([params, momentOfSearch(searchParams)]);
  const migration = await readAt(moment, (asOf) => readMigration(userId, asOf?.getTime() ?? null));
  return { userId, moment, migration };
};

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const { migration } = await read(props);
  return { title: migration ? `Migration of ${migration.userName}` : "Migration" };
}

export default async function MigrationRecordPage(props: PageProps) {
  const { userId, moment, migration } = await read(props);
  const place = {
    path: migrationHref(userId, null),
    breadcrumbs: [{ label: "Migration", href: MIGRATIONS.href({ asOf: moment.day }) }],
    moment,
  };
  if (!migration) return <NotKnownThen noun="migration" {...place} />;
  const format = ArtifactFormat.safeParse((await props.searchParams).format).data ?? null;
  const { userName, accountName, awsAccountId, proposal, plan, history } = migration;
  // What to run is told of now, and of a user that exists.
  const isOpen = !moment.asOf && proposal !== null;
  const isAtEnd = !moment.asOf && (migration.stage === "verified" || migration.stage === "retired");
  return (
    <>
      <PageHeader
        title={userName}
        description={`Migration of an IAM user in ${accountName} (${awsAccountId})`}
        breadcrumbs={place.breadcrumbs}
        actions={
          <>
            {isAtEnd && <LinkButton href={`/migration/${userId}/certificate`}>View certificate</LinkButton>}
            <LinkButton href={hrefOf(`/users/${userId}`, { asOf: moment.day })} variant="default">
              View user
            </LinkButton>
            <AsOfForm action={place.path} moment={moment} />
          </>
        }
      />
      <Stack gap="md">
        <AsOfBanner moment={moment} nowHref={place.path} />
        <StandingCard migration={migration} moment={moment} />
        <Block name="The timeline" query={[userId, moment.day]} skeleton={<TableSkeleton rows={3} />}>
          <TimelineCard migration={migration} moment={moment} />
        </Block>
        {isOpen && (
          <Block name="The commands of the next step" query={userId} skeleton={null}>
            <NextCommands userId={userId} />
          </Block>
        )}
        <Grid gap="md">
          <GridCol span={{ base: 12, lg: plan ? 6 : 12 }}>
            <Stack gap="md">
              {proposal && <ProposalCard proposal={proposal} contradiction={migration.contradiction} />}
              {isOpen && (
                <Block name="The lookups" query={userId} skeleton={null}>
                  <EvidenceLookupCard userId={userId} />
                </Block>
              )}
              <StageHistory history={history} />
            </Stack>
          </GridCol>
          {plan && (
            <GridCol span={{ base: 12, lg: 6 }}>
              <Stack gap="md">
                <PlanCard plan={plan} />
                <SuccessorCard migration={migration} moment={moment} />
              </Stack>
            </GridCol>
          )}
        </Grid>
        {isOpen && (
          <Block name="What takes its place" query={userId} skeleton={<TableSkeleton rows={3} />}>
            <Stack gap="md">
              <FittingRolesCard userId={userId} awsAccountId={awsAccountId} />
              <CoverageCard userId={userId} />
              <BreaksCard userId={userId} />
            </Stack>
          </Block>
        )}
        {isOpen && plan && (
          <Block name="The files to run" query={[userId, format]} skeleton={<TableSkeleton rows={3} />}>
            <ReplacementFiles userId={userId} asked={format} />
          </Block>
        )}
        <EvidenceTable evidence={migration.evidence} userId={userId} />
        <PlanHistory plans={migration.plans} />
      </Stack>
    </>
  );
}

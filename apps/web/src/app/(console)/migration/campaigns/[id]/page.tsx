import { Grid, GridCol, Stack, Text } from "@mantine/core";
import type { Campaign } from "@rolecall/domain";
import {
  ChartSkeleton,
  DateText,
  LinkButton,
  PageHeader,
  PartialNotice,
  SectionCard,
  TableSkeleton,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { CAMPAIGNS, campaignAddress, campaignHref, MIGRATIONS } from "../../../../../rooms/address/migration.ts";
import type { SearchParams } from "../../../../../rooms/address/page-address.ts";
import { Block } from "../../../../../rooms/block/block.tsx";
import { CampaignStanding } from "./campaign-standing.tsx";
import { CommentsCard } from "./comments-card.tsx";
import { EditCampaignButton } from "./edit-campaign-button.tsx";
import { EndCampaignButton } from "./end-campaign-button.tsx";
import { MemberTable } from "./member-table.tsx";
import { NextInCampaign } from "./next-in-campaign.tsx";
import { readCampaign } from "./read-campaign.ts";
import { WaveTable } from "./wave-table.tsx";

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { name } = await readCampaign((await params).id);
  return { title: `Campaign ${name}` };
}

function Head({ campaign }: { campaign: Campaign }) {
  const { id, name, targetDate, createdAt, createdBy, endedAt } = campaign;
  return (
    <PageHeader
      title={name}
      description={
        <>
          Campaign by {createdBy}, since <DateText at={createdAt} />
          {targetDate && <>, target date {targetDate}</>}
        </>
      }
      breadcrumbs={[
        { label: "Migration", href: MIGRATIONS.href({}) },
        { label: "Campaigns", href: CAMPAIGNS.href({}) },
      ]}
      actions={
        <>
          <LinkButton href={`${campaignHref(id)}/evidence?format=pdf`} variant="default" download>
            Evidence PDF
          </LinkButton>
          <LinkButton href={`${campaignHref(id)}/evidence?format=json`} variant="default" download>
            Evidence JSON
          </LinkButton>
          {!endedAt && (
            <>
              <EditCampaignButton campaign={campaign} />
              <EndCampaignButton campaign={campaign} />
            </>
          )}
        </>
      }
    />
  );
}

export default async function CampaignPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const campaign = await readCampaign(id);
  const address = campaignAddress(id);
  const filters = await address.load(searchParams);
  const { endedAt, notes } = campaign;
  return (
    <>
      <Head campaign={campaign} />
      <Stack gap="md">
        {endedAt && (
          <PartialNotice tone="info" title="This campaign has ended">
            It ended on <DateText at={endedAt} />. Its users and their evidence stay on record.
          </PartialNotice>
        )}
        <Block name="Where the campaign stands" query={id} skeleton={<ChartSkeleton />}>
          <CampaignStanding campaign={campaign} />
        </Block>
        {!endedAt && (
          <Block name="What is next" query={id} skeleton={<TableSkeleton rows={3} />}>
            <NextInCampaign campaignId={id} />
          </Block>
        )}
        <Block name="The waves" query={id} skeleton={<TableSkeleton rows={3} />}>
          <WaveTable campaignId={id} address={address} />
        </Block>
        <div id="users">
          <Block name="The users" query={filters} skeleton={<TableSkeleton />}>
            <MemberTable campaign={campaign} address={address} filters={filters} />
          </Block>
        </div>
        <Grid gap="md">
          <GridCol span={{ base: 12, lg: 6 }}>
            <SectionCard title="Notes">
              <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {notes || "No notes. Edit the campaign to add scope and contacts."}
              </Text>
            </SectionCard>
          </GridCol>
          <GridCol span={{ base: 12, lg: 6 }}>
            <Block name="The comments" query={filters.comments} skeleton={<TableSkeleton rows={3} />}>
              <CommentsCard
                campaignId={id}
                cursor={filters.comments}
                hrefAt={(comments) => address.href({ ...filters, comments })}
              />
            </Block>
          </GridCol>
        </Grid>
      </Stack>
    </>
  );
}

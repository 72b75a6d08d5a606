import { MigrationTarget, type Page, TARGETS } from "@rolecall/domain";
import { LinkButton, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { CAMPAIGNS, MIGRATION_PROGRESS, MIGRATIONS, type MigrationFilters } from "../../../rooms/address/migration.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { CONFIDENCE, STAGES } from "../../../rooms/migration/migration-labels.ts";
import { readOpenCampaigns } from "../../../rooms/migration/read-campaigns.ts";
import { EvidenceGathering } from "./evidence-gathering.tsx";
import { type MigrationRow, migrationColumns } from "./migration-columns.tsx";
import { QueueSelection } from "./queue-selection.tsx";
import { StageBoard } from "./stage-board.tsx";

export const metadata: Metadata = { title: "Migration" };

const TARGET_OPTIONS = MigrationTarget.options.map((value) => ({ value, label: TARGETS[value].label }));

const LIST: List<MigrationFilters, MigrationRow> = {
  address: MIGRATIONS,
  title: "Migration",
  description: "IAM users with long-lived credentials, on their way to roles. Scans move each to its next stage.",
  noun: "migrations",
  caption: "Migrations",
  actions: (
    <>
      <LinkButton href={CAMPAIGNS.href({})} variant="default">
        View campaigns
      </LinkButton>
      <LinkButton href={MIGRATION_PROGRESS.href({})} variant="default">
        View progress
      </LinkButton>
    </>
  ),
  none: "The scanned accounts have no IAM user with a long-lived credential: nothing has to be moved.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "User name" },
    { kind: "account" },
    { kind: "choice", name: "stage", label: "Stage", any: "All stages", options: choicesOf(STAGES) },
    { kind: "choice", name: "target", label: "Target", any: "All targets", options: TARGET_OPTIONS },
    { kind: "choice", name: "confidence", label: "Confidence", any: "All", options: choicesOf(CONFIDENCE) },
    { kind: "search", name: "owner", label: "Owner", placeholder: "Whole name" },
    { kind: "choice", name: "unowned", label: "Owned", any: "All", options: choicesOf({ true: "No owner" }) },
    { kind: "choice", name: "campaignId", label: "Campaign", any: "All campaigns", options: readOpenCampaigns },
    { kind: "asOf" },
  ],
  notices: (view) => (
    <>
      <Block
        name="The counts by stage"
        query={[view.filters.awsAccountId, view.filters.stage, view.moment.day]}
        skeleton={<TableSkeleton rows={1} />}
      >
        <StageBoard view={view} />
      </Block>
      {!view.moment.asOf && (
        <Block name="The lookups" query={view.filters.awsAccountId} skeleton={null}>
          <EvidenceGathering view={view} />
        </Block>
      )}
    </>
  ),
  read: async (api, { unowned, owner, ...query }): Promise<Page<MigrationRow>> => {
    // To the API an empty owner means that nobody is named.
    const page = await api.migrations.list({ ...query, owner: unowned ? "" : owner });
    return { ...page, items: page.items.map((item) => ({ ...item, id: item.userId })) };
  },
  columns: migrationColumns,
  around: (rows, table, { moment }) =>
    moment.asOf ? table : <QueueSelection ids={rows.map(({ id }) => id)}>{table}</QueueSelection>,
};

export default function MigrationPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

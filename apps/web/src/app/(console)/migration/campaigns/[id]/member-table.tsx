import { Group } from "@mantine/core";
import type { Campaign } from "@rolecall/domain";
import { EmptyState, LinkButton, SectionCard } from "@rolecall/ui";
import { type CampaignAddress, type CampaignFilters, MIGRATIONS } from "../../../../../rooms/address/migration.ts";
import { PagedTable } from "../../../../../rooms/list/paged-table.tsx";
import { viewOf } from "../../../../../rooms/list/view.ts";
import { PlanSelectionButton } from "../../../../../rooms/migration/plan-selection-button.tsx";
import { SelectionProvider } from "../../../../../rooms/selection/selection.tsx";
import { SelectionBar } from "../../../../../rooms/selection/selection-bar.tsx";
import { serverApi } from "../../../../../server/api.ts";
import { ImportMembersButton } from "./import-members-button.tsx";
import { memberColumns } from "./member-columns.tsx";
import { PlaceSelectionButton } from "./place-selection-button.tsx";
import { PlanProposalsButton } from "./plan-proposals-button.tsx";
import { RemoveSelectionButton } from "./remove-selection-button.tsx";

type TableProps = { campaign: Campaign; address: CampaignAddress; filters: CampaignFilters };

function Actions({ campaign: { id, endedAt, members } }: Pick<TableProps, "campaign">) {
  return (
    <Group gap="xs">
      {!endedAt && members > 0 && <PlanProposalsButton campaignId={id} />}
      {!endedAt && <ImportMembersButton campaignId={id} />}
      {members > 0 && (
        <LinkButton href={`/migration/campaigns/${id}/members.csv`} variant="default" download>
          Export CSV
        </LinkButton>
      )}
    </Group>
  );
}

function Nobody() {
  return (
    <EmptyState
      title="No users here"
      description="Select users in the queue and add them to this campaign, or import a CSV."
      actions={
        <LinkButton href={MIGRATIONS.href({})} variant="default">
          View queue
        </LinkButton>
      }
    />
  );
}

/** The users of a campaign, of whom some can be chosen to be planned, moved or removed. */
export async function MemberTable({ campaign, address, filters }: TableProps) {
  const { id, name, targetDate, endedAt } = campaign;
  const api = await serverApi();
  const { wave, sort, cursor } = filters;
  const page = await api.campaigns.members({ id, sort, wave: wave ?? undefined, cursor: cursor ?? undefined });
  const view = viewOf(address, filters);
  const ids = page.items.map(({ userId }) => userId);
  const table = (
    <PagedTable
      noun="users"
      caption="Users of the campaign"
      page={page}
      cursor={cursor}
      hrefAt={view.hrefAt}
      columns={memberColumns({ view, targetDate, canChoose: !endedAt })}
      rowKey={({ userId }) => userId}
      empty={<Nobody />}
    />
  );
  return (
    <SectionCard
      title={wave === null ? "Users" : wave === "none" ? "Users in no wave" : `Users of wave ${wave}`}
      description={
        wave !== null && (
          <LinkButton href={address.href({ ...filters, wave: null, cursor: null })} size="xs" variant="light">
            Show all users
          </LinkButton>
        )
      }
      actions={<Actions campaign={campaign} />}
    >
      {endedAt || ids.length === 0 ? (
        table
      ) : (
        <SelectionProvider ids={ids}>
          <SelectionBar ids={ids} noun={["user", "users"]} purpose="to plan or move them">
            <PlanSelectionButton />
            <PlaceSelectionButton campaignId={id} />
            <RemoveSelectionButton campaignId={id} name={name} />
          </SelectionBar>
          {table}
        </SelectionProvider>
      )}
    </SectionCard>
  );
}

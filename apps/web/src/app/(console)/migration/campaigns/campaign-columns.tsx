import { type Campaign, tallyOf } from "@rolecall/domain";
import { type Column, DateText, LinkText, StatusBadge } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { type CampaignsFilters, campaignHref, MIGRATIONS } from "../../../../rooms/address/migration.ts";
import type { View } from "../../../../rooms/list/view.ts";
import { CampaignForecast } from "../../../../rooms/migration/campaign-forecast.tsx";

/** A number that leads to the users that it counts. */
function Count({ count, href }: { count: number; href: string }) {
  return count === 0 ? (
    "0"
  ) : (
    <LinkText inherit href={href}>
      {formatCount(count)}
    </LinkText>
  );
}

/** The columns of the list of campaigns. */
export const campaignColumns = ({ sortBy }: View<CampaignsFilters>): readonly Column<Campaign>[] => [
  {
    id: "name",
    header: "Campaign",
    sort: sortBy("name"),
    cell: ({ id, name }) => (
      <LinkText inherit href={campaignHref(id)}>
        {name}
      </LinkText>
    ),
  },
  {
    id: "members",
    header: "Users",
    align: "right",
    cell: ({ id, members }) => <Count count={members} href={MIGRATIONS.href({ campaignId: id })} />,
  },
  {
    id: "moved",
    header: "Moved",
    align: "right",
    cell: ({ stages }) => formatCount(tallyOf(stages).moved),
  },
  {
    id: "retired",
    header: "Retired",
    align: "right",
    cell: ({ id, stages }) => (
      <Count count={stages.retired} href={MIGRATIONS.href({ campaignId: id, stage: "retired" })} />
    ),
  },
  { id: "left", header: "Left", align: "right", cell: ({ stages }) => formatCount(tallyOf(stages).left) },
  {
    id: "blocked",
    header: "Blocked",
    align: "right",
    cell: ({ id, stages }) => (
      <Count count={stages.blocked} href={MIGRATIONS.href({ campaignId: id, stage: "blocked" })} />
    ),
  },
  {
    id: "overdue",
    header: "Overdue",
    align: "right",
    cell: ({ id, overdue }) =>
      overdue === 0 ? (
        "0"
      ) : (
        <LinkText inherit href={campaignHref(id)}>
          <StatusBadge tone="critical">{formatCount(overdue)}</StatusBadge>
        </LinkText>
      ),
  },
  {
    id: "targetDate",
    header: "Target date",
    sort: sortBy("targetDate"),
    cell: ({ targetDate }) => <span style={{ whiteSpace: "nowrap" }}>{targetDate ?? "–"}</span>,
  },
  {
    id: "forecast",
    header: "Forecast (85 % likely)",
    cell: (campaign) =>
      campaign.endedAt ? (
        <>
          ended <DateText at={campaign.endedAt} />
        </>
      ) : (
        <CampaignForecast campaign={campaign} />
      ),
  },
];

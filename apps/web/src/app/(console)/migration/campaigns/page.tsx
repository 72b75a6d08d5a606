import type { Campaign } from "@rolecall/domain";
import { LinkButton } from "@rolecall/ui";
import { IconFlag } from "@tabler/icons-react";
import type { Metadata } from "next";
import { CAMPAIGNS, type CampaignsFilters, MIGRATIONS } from "../../../../rooms/address/migration.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { type List, ListPage } from "../../../../rooms/list/list-page.tsx";
import { campaignColumns } from "./campaign-columns.tsx";

export const metadata: Metadata = { title: "Campaigns" };

const LIST: List<CampaignsFilters, Campaign> = {
  address: CAMPAIGNS,
  title: "Campaigns",
  description: "Users that move together: in waves, by a target date, with one evidence pack.",
  noun: "campaigns",
  actions: (
    <>
      <LinkButton href="/migration/campaigns/new">Create campaign</LinkButton>
      <LinkButton href={MIGRATIONS.href({})} variant="default">
        View queue
      </LinkButton>
    </>
  ),
  none: {
    icon: <IconFlag size={28} stroke={1.5} />,
    title: "No campaigns",
    description: "A campaign groups users that move together. Create one, or select users in the queue.",
  },
  filters: [
    {
      ...{ kind: "choice", name: "state", label: "State", any: "Open" },
      options: [{ value: "ended", label: "Ended" }],
    },
  ],
  read: (api, { state, ...query }) => api.campaigns.list({ ...query, state: state ?? "open" }),
  columns: campaignColumns,
};

export default function CampaignsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

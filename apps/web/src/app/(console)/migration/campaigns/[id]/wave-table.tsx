import type { CampaignWave } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard, StatusBadge } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { CampaignAddress } from "../../../../../rooms/address/migration.ts";
import { StageShare } from "../../../../../rooms/migration/stage-share.tsx";
import { serverApi } from "../../../../../server/api.ts";

const dueText = ({ firstDueOn, lastDueOn }: CampaignWave): string => {
  if (firstDueOn === null) return "–";
  return firstDueOn === lastDueOn ? firstDueOn : `${firstDueOn} to ${lastDueOn}`;
};

const columns = (address: CampaignAddress): readonly Column<CampaignWave>[] => [
  {
    id: "wave",
    header: "Wave",
    cell: ({ wave }) => (
      <LinkText inherit href={`${address.href({ wave: wave ?? "none" })}#users`} style={{ whiteSpace: "nowrap" }}>
        {wave === null ? "No wave" : `Wave ${wave}`}
      </LinkText>
    ),
  },
  { id: "members", header: "Users", align: "right", cell: ({ members }) => formatCount(members) },
  { id: "stages", header: "Stages", cell: ({ stages }) => <StageShare stages={stages} /> },
  { id: "due", header: "Due", cell: (wave) => <span style={{ whiteSpace: "nowrap" }}>{dueText(wave)}</span> },
  {
    id: "overdue",
    header: "Overdue",
    align: "right",
    cell: ({ overdue }) => (overdue === 0 ? "0" : <StatusBadge tone="critical">{formatCount(overdue)}</StatusBadge>),
  },
];

/** The waves of a campaign; nothing where nobody was put into one. */
export async function WaveTable({ campaignId, address }: { campaignId: string; address: CampaignAddress }) {
  const api = await serverApi();
  const waves = await api.campaigns.waves({ id: campaignId });
  if (waves.every(({ wave }) => wave === null)) return null;
  return (
    <SectionCard title="Waves" description="Select users below to move them to a wave.">
      <DataTable
        caption="Waves"
        columns={columns(address)}
        rows={waves}
        rowKey={({ wave }) => wave ?? "none"}
        empty={null}
      />
    </SectionCard>
  );
}

import { Text } from "@mantine/core";
import { type Migration, NEXT_STEPS, TARGETS } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard } from "@rolecall/ui";
import { AccountCell } from "../../../../../rooms/accounts/account-cell.tsx";
import { MIGRATIONS, migrationHref } from "../../../../../rooms/address/migration.ts";
import { serverApi } from "../../../../../server/api.ts";

/** So many are shown: the first of the queue. */
const SHOWN = 5;
const WAITING: readonly Migration["nextStep"][] = ["wait_quiet", "wait_verified", "none", "review"];

const COLUMNS: readonly Column<Migration>[] = [
  {
    id: "user",
    header: "User",
    cell: ({ userId, userName }) => (
      <LinkText inherit href={migrationHref(userId, null)}>
        {userName}
      </LinkText>
    ),
  },
  {
    id: "next",
    header: "Next step",
    cell: ({ nextStep, target }) => (
      <div style={{ minWidth: "10rem" }}>
        {NEXT_STEPS[nextStep]}
        <Text size="xs" c="dimmed">
          {TARGETS[target].label}
        </Text>
      </div>
    ),
  },
  { id: "account", header: "Account", cell: (row) => <AccountCell {...row} /> },
  { id: "owner", header: "Owner", cell: ({ owner }) => owner ?? "No owner" },
  { id: "due", header: "Due", cell: ({ dueOn }) => <span style={{ whiteSpace: "nowrap" }}>{dueOn ?? "–"}</span> },
];

/** What is to be done next in a campaign, by people and now; nothing where all wait or are done. */
export async function NextInCampaign({ campaignId }: { campaignId: string }) {
  const api = await serverApi();
  const { items } = await api.migrations.list({ campaignId, sort: "next", limit: SHOWN });
  const next = items.filter(({ nextStep }) => !WAITING.includes(nextStep));
  if (next.length === 0) return null;
  return (
    <SectionCard
      title="Do next"
      description="Steps that people can take now, the most urgent first."
      actions={
        <LinkText size="sm" href={MIGRATIONS.href({ campaignId })}>
          View all in the queue
        </LinkText>
      }
    >
      <DataTable caption="Do next" columns={COLUMNS} rows={next} rowKey={({ userId }) => userId} empty={null} />
    </SectionCard>
  );
}

import { Text } from "@mantine/core";
import { type CampaignMember, NEXT_STEPS, TARGETS } from "@rolecall/domain";
import { type Column, LinkText, StatusBadge } from "@rolecall/ui";
import { formatDay } from "@rolecall/ui/format";
import { AccountCell } from "../../../../../rooms/accounts/account-cell.tsx";
import { type CampaignFilters, migrationHref } from "../../../../../rooms/address/migration.ts";
import type { View } from "../../../../../rooms/list/view.ts";
import { ConfidenceBadge, StageBadge } from "../../../../../rooms/migration/migration-badges.tsx";
import { RowChoice } from "../../../../../rooms/selection/row-choice.tsx";

const OVER: readonly CampaignMember["stage"][] = ["removed", "verified", "retired", "excepted"];

/** The day that holds, and which one it is: a plan's goes before a wave's, and a wave's before the campaign's. */
function Due({ member, targetDate }: { member: CampaignMember; targetDate: string | null }) {
  const { planDueOn, dueOn, stage } = member;
  const day = planDueOn ?? dueOn ?? targetDate;
  if (day === null) return "–";
  const isLate = !OVER.includes(stage) && day < formatDay(new Date());
  return (
    <>
      <span style={{ whiteSpace: "nowrap" }}>{day}</span>
      <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        {planDueOn ? "plan" : dueOn ? "wave" : "campaign"}
      </Text>
      {isLate && <StatusBadge tone="critical">Overdue</StatusBadge>}
    </>
  );
}

type Of = { view: View<CampaignFilters>; targetDate: string | null; canChoose: boolean };

/** The columns of the users of a campaign. */
export const memberColumns = ({ view: { sortBy }, targetDate, canChoose }: Of): readonly Column<CampaignMember>[] => [
  {
    id: "userName",
    header: "User",
    sort: sortBy("userName"),
    cell: ({ userId, userName }) => {
      const name = (
        <LinkText inherit href={migrationHref(userId, null)}>
          {userName}
        </LinkText>
      );
      return canChoose ? (
        <RowChoice id={userId} name={userName}>
          {name}
        </RowChoice>
      ) : (
        name
      );
    },
  },
  { id: "wave", header: "Wave", sort: sortBy("wave"), cell: ({ wave }) => wave ?? "–" },
  {
    id: "stage",
    header: "Stage",
    cell: ({ stage, blockedReason }) => (
      <>
        <StageBadge stage={stage} />
        {stage === "blocked" && blockedReason && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {blockedReason}
          </Text>
        )}
      </>
    ),
  },
  {
    id: "next",
    header: "Next step",
    cell: ({ nextStep }) => <div style={{ minWidth: "8.5rem" }}>{NEXT_STEPS[nextStep]}</div>,
  },
  {
    id: "target",
    header: "Target",
    cell: ({ target, confidence, stage }) => (
      <div style={{ minWidth: "9rem" }}>
        {TARGETS[target].label}
        {stage === "identified" && (
          <div>
            <ConfidenceBadge target={target} confidence={confidence} inWords />
          </div>
        )}
      </div>
    ),
  },
  { id: "account", header: "Account", cell: (row) => <AccountCell {...row} /> },
  { id: "owner", header: "Owner", cell: ({ owner }) => owner ?? "No owner" },
  {
    id: "due",
    header: "Due",
    sort: sortBy("dueOn"),
    cell: (member) => <Due member={member} targetDate={targetDate} />,
  },
];

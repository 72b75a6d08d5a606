import { Text } from "@mantine/core";
import { type Migration, NEXT_STEPS, TARGETS } from "@rolecall/domain";
import { type Column, DateText } from "@rolecall/ui";
import { formatDay } from "@rolecall/ui/format";
import { type MigrationFilters, migrationHref } from "../../../rooms/address/migration.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";
import { accountColumn, NameCell } from "../../../rooms/list/cells.tsx";
import type { View } from "../../../rooms/list/view.ts";
import { ConfidenceBadge, StageBadge } from "../../../rooms/migration/migration-badges.tsx";

/** A migration as a row of a list, which is known by its user. */
export type MigrationRow = Migration & { id: string };

function Target({ target, proposedTarget, confidence, stage }: Migration) {
  const isOverruled = target !== proposedTarget;
  return (
    <>
      {TARGETS[target].label}
      <div>
        {isOverruled ? (
          <Text size="xs" c="dimmed">
            proposed: {TARGETS[proposedTarget].label}
          </Text>
        ) : (
          stage === "identified" && <ConfidenceBadge confidence={confidence} />
        )}
      </div>
    </>
  );
}

function Due({ dueOn, stage, moment }: Pick<Migration, "dueOn" | "stage"> & { moment: Moment }) {
  if (dueOn === null) return "–";
  const isOver = ["removed", "verified", "retired"].includes(stage);
  const isLate = !isOver && dueOn < formatDay(moment.at);
  return (
    <>
      <span style={{ whiteSpace: "nowrap" }}>{dueOn}</span>
      {isLate && (
        <Text size="xs" c="red.8" fw={600}>
          overdue
        </Text>
      )}
    </>
  );
}

/** The columns of the queue. */
export function migrationColumns({ moment, sortBy }: View<MigrationFilters>): readonly Column<MigrationRow>[] {
  return [
    {
      id: "userName",
      header: "User",
      sort: sortBy("userName"),
      cell: ({ userId, userName }) => <NameCell href={migrationHref(userId, null)} moment={moment} name={userName} />,
    },
    { id: "next", header: "Next step", cell: ({ nextStep }) => NEXT_STEPS[nextStep] },
    {
      id: "stage",
      header: "Stage",
      sort: sortBy("stageSince"),
      cell: ({ stage, stageSince, blockedReason }) => (
        <>
          <StageBadge stage={stage} />
          <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            since <DateText at={stageSince} />
          </Text>
          {stage === "blocked" && blockedReason && (
            <Text size="xs" c="dimmed" lineClamp={2}>
              {blockedReason}
            </Text>
          )}
        </>
      ),
    },
    { id: "target", header: "Target", cell: (row) => <Target {...row} /> },
    accountColumn,
    {
      id: "owner",
      header: "Owner",
      cell: ({ owner }) => owner ?? <span style={{ whiteSpace: "nowrap" }}>No owner</span>,
    },
    { id: "dueOn", header: "Due", sort: sortBy("dueOn"), cell: (row) => <Due {...row} moment={moment} /> },
  ];
}

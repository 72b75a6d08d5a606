import { Text } from "@mantine/core";
import { type Migration, NEXT_STEPS, TARGETS } from "@rolecall/domain";
import { type Column, DateText, StatusBadge } from "@rolecall/ui";
import { formatDay } from "@rolecall/ui/format";
import { type MigrationFilters, migrationHref } from "../../../rooms/address/migration.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";
import { accountColumn, NameCell } from "../../../rooms/list/cells.tsx";
import type { View } from "../../../rooms/list/view.ts";
import { ConfidenceBadge, StageBadge } from "../../../rooms/migration/migration-badges.tsx";
import { RowChoice } from "../../../rooms/selection/row-choice.tsx";
import classes from "./migration-columns.module.css";

/** A migration as a row of a list, which is known by its user. */
export type MigrationRow = Migration & { id: string };

/** How well the target is borne out; what a member overruled has no evidence to bear it. */
function Bearing({ target, proposedTarget, confidence }: Migration) {
  if (target !== proposedTarget)
    return (
      <Text size="xs" c="dimmed">
        proposed: {TARGETS[proposedTarget].label}
      </Text>
    );
  return (
    <div>
      <ConfidenceBadge target={target} confidence={confidence} inWords />
    </div>
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
        <div>
          <StatusBadge tone="critical">Overdue</StatusBadge>
        </div>
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
      cell: ({ userId, userName }) => {
        const name = <NameCell href={migrationHref(userId, null)} moment={moment} name={userName} />;
        // Nothing is decided in the past.
        return moment.asOf ? (
          name
        ) : (
          <RowChoice id={userId} name={userName}>
            {name}
          </RowChoice>
        );
      },
    },
    {
      id: "next",
      header: "Next step",
      sort: sortBy("next"),
      cell: ({ nextStep }) => <div className={classes.words}>{NEXT_STEPS[nextStep]}</div>,
    },
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
    {
      id: "target",
      header: "Target",
      cell: (row) => (
        <div className={classes.words}>
          {TARGETS[row.target].label}
          <Bearing {...row} />
        </div>
      ),
    },
    accountColumn,
    {
      id: "owner",
      header: "Owner",
      cell: ({ owner }) => owner ?? <span style={{ whiteSpace: "nowrap" }}>No owner</span>,
    },
    { id: "dueOn", header: "Due", sort: sortBy("dueOn"), cell: (row) => <Due {...row} moment={moment} /> },
  ];
}

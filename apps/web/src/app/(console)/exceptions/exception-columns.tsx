import { Text } from "@mantine/core";
import { CHECKS, type FindingException } from "@rolecall/domain";
import { type Column, DateText, LinkText, StatusBadge } from "@rolecall/ui";
import { findingHref } from "../../../rooms/address/findings.ts";
import { conditionText, STATE_LABELS } from "../../../rooms/findings/exception-labels.ts";
import { ResourceLink } from "../../../rooms/findings/resource-link.tsx";
import { accountColumn } from "../../../rooms/list/cells.tsx";
import { SUBJECT_LABELS } from "../../../rooms/words/subjects.ts";
import classes from "./exception-columns.module.css";

const TITLES: ReadonlyMap<string, string> = new Map(CHECKS.map(({ id, title }) => [id, title]));

function State({ state, expiresAt, endedAt, endReason }: FindingException) {
  const { label, tone } = STATE_LABELS[state];
  return (
    <div className={classes.state}>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      <Text size="xs" c="dimmed" component="div">
        {endedAt ? (
          <>
            <DateText at={endedAt} />
            {endReason && `: ${endReason}`}
          </>
        ) : (
          <>
            {state === "expired" ? "ended" : "until"} <DateText at={expiresAt} />
          </>
        )}
      </Text>
    </div>
  );
}

function Reason({ reason, condition }: FindingException) {
  return (
    <div className={classes.reason}>
      <Text size="sm" lineClamp={4}>
        {reason}
      </Text>
      {condition && (
        <Text size="xs" c="dimmed">
          As long as {conditionText(condition)}.
        </Text>
      )}
    </div>
  );
}

/** Links to the finding, even if it is resolved. An exception can be made before a check fails: then there is no finding. */
function FindingTitle({ checkId, findingId }: FindingException) {
  const title = TITLES.get(checkId) ?? checkId;
  if (findingId) {
    return (
      <LinkText inherit href={findingHref(findingId, null)}>
        {title}
      </LinkText>
    );
  }
  return (
    <>
      {title}
      <Text size="xs" c="dimmed">
        no finding was ever opened
      </Text>
    </>
  );
}

/** The columns of the list of exceptions. */
export const exceptionColumns: readonly Column<FindingException>[] = [
  {
    id: "finding",
    header: "Finding",
    cell: FindingTitle,
  },
  { id: "state", header: "State", cell: State },
  {
    id: "resource",
    header: "Resource",
    cell: (exception) => (
      <div className={classes.resource}>
        <ResourceLink resource={exception} moment={null} />
        <Text size="xs" c="dimmed">
          {SUBJECT_LABELS[exception.subject]}
        </Text>
      </div>
    ),
  },
  accountColumn,
  {
    id: "owner",
    header: "Answers for it",
    cell: ({ owner, approver }) => (
      <div className={classes.people}>
        {owner}
        <Text size="xs" c="dimmed">
          allowed by {approver}
        </Text>
      </div>
    ),
  },
  { id: "reason", header: "Reason", cell: Reason },
  {
    id: "made",
    header: "Made",
    cell: ({ createdAt, createdBy }) => (
      <div className={classes.people}>
        <DateText at={createdAt} />
        <Text size="xs" c="dimmed">
          by {createdBy}
        </Text>
      </div>
    ),
  },
];

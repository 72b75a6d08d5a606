import { Text } from "@mantine/core";
import type { CheckStatus, OrganizationAccount } from "@rolecall/domain";
import { type Column, DateText, LinkText } from "@rolecall/ui";
import { CheckList } from "../check-list.tsx";
import { MemberActions } from "./member-actions.tsx";
import classes from "./member-columns.module.css";
import { AccountStateBadge, MemberStatusBadge } from "./member-status.tsx";

/** Outcomes that say why a role is not used. */
const NOTABLE: ReadonlySet<CheckStatus> = new Set(["failed", "unproven", "warning"]);

/** The outcomes that are counted, in this order and in these words. */
const OUTCOMES = [
  ["failed", "failed"],
  ["unproven", "could not be told"],
  ["warning", "with a warning"],
  ["passed", "passed"],
] as const satisfies readonly (readonly [CheckStatus, string])[];

function outcomeText({ checks }: OrganizationAccount): string {
  const parts = OUTCOMES.map(([status, words]) => {
    const amount = checks.filter((check) => check.status === status).length;
    return amount > 0 ? `${amount} ${words}` : null;
  });
  return parts.filter((part) => part !== null).join(", ");
}

/** Why a role is not used, in words, with the checks behind them. */
function Why({ account }: { account: OrganizationAccount }) {
  const { statusReason, isChosen, state, checks } = account;
  const notable = checks.filter(({ status }) => NOTABLE.has(status));
  const reason =
    statusReason ?? (isChosen || state !== "ACTIVE" ? null : "Not chosen: it is neither verified nor scanned.");
  return (
    <div className={classes.why}>
      {reason && (
        <Text size="sm" lineClamp={5}>
          {reason}
        </Text>
      )}
      {checks.length > 0 && outcomeText(account) !== "" && (
        <details className={classes.checks}>
          <summary>Checks: {outcomeText(account)}</summary>
          <CheckList checks={notable.length > 0 ? notable : checks} />
        </details>
      )}
    </div>
  );
}

const unitText = (path: readonly string[]): string => (path.length > 0 ? path.join(" / ") : "directly under the root");

function Name({ account: { accountId, awsAccountId, name, unitPath } }: { account: OrganizationAccount }) {
  const label = accountId ? (
    <LinkText inherit href={`/accounts/${awsAccountId}`}>
      {name}
    </LinkText>
  ) : (
    name
  );
  return (
    <>
      {label}
      <Text component="div" size="xs" c="dimmed">
        <code>{awsAccountId}</code>
        <div>{unitText(unitPath)}</div>
      </Text>
    </>
  );
}

function Latest({ account: { verifiedAt, lastScanAt } }: { account: OrganizationAccount }) {
  return (
    <div className={classes.latest}>
      <div>
        {verifiedAt ? (
          <>
            passed <DateText at={verifiedAt} />
          </>
        ) : (
          "never passed"
        )}
      </div>
      <div>
        {lastScanAt ? (
          <>
            scanned <DateText at={lastScanAt} />
          </>
        ) : (
          "never scanned"
        )}
      </div>
    </div>
  );
}

function Actions({ account, connectionId }: { account: OrganizationAccount; connectionId: string }) {
  const { awsAccountId, unitIds, name, isChosen, state, status } = account;
  if (state === "LEFT") return null;
  return (
    <MemberActions
      connectionId={connectionId}
      account={{ awsAccountId, unitIds, name }}
      isChosen={isChosen}
      canVerify={isChosen && state === "ACTIVE" && status !== "verifying"}
    />
  );
}

/** The columns of an organisation's accounts: how far each is, and why. */
export const memberColumns = (connectionId: string, canAct: boolean): readonly Column<OrganizationAccount>[] => [
  { id: "name", header: "Account", cell: (row) => <Name account={row} /> },
  { id: "role", header: "Role", cell: ({ status }) => <MemberStatusBadge status={status} /> },
  { id: "state", header: "At AWS", cell: ({ state }) => <AccountStateBadge state={state} /> },
  { id: "why", header: "Why, and what to do", cell: (row) => <Why account={row} /> },
  { id: "latest", header: "Latest", cell: (row) => <Latest account={row} /> },
  ...(canAct
    ? [
        {
          id: "actions",
          header: "Actions",
          align: "right" as const,
          cell: (row: OrganizationAccount) => <Actions account={row} connectionId={connectionId} />,
        },
      ]
    : []),
];

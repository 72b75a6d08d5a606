import { Text } from "@mantine/core";
import type { CheckStatus, OrganizationAccount } from "@rolecall/domain";
import { type Column, DataTable, DateText, LinkText } from "@rolecall/ui";
import type { ReactNode } from "react";
import { CheckList } from "../connections/check-list.tsx";
import { MemberActions } from "./member-actions.tsx";
import { AccountStateBadge, MemberStatusBadge } from "./member-status.tsx";
import classes from "./member-table.module.css";

const TOLD: ReadonlySet<CheckStatus> = new Set(["failed", "unproven", "warning"]);

/** In which order outcomes are counted, and in which words. */
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
  const notable = checks.filter(({ status }) => TOLD.has(status));
  const reason =
    statusReason ?? (isChosen || state !== "ACTIVE" ? null : "Not chosen: it is neither verified nor scanned.");
  return (
    <div className={classes.why}>
      {reason && <Text size="sm">{reason}</Text>}
      {checks.length > 0 && outcomeText(account) !== "" && (
        <details className={classes.checks}>
          <summary>Checks: {outcomeText(account)}</summary>
          <CheckList checks={notable.length > 0 ? notable : checks} />
        </details>
      )}
    </div>
  );
}

function Name({ account: { accountId, awsAccountId, name } }: { account: OrganizationAccount }) {
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
      <Text size="xs" c="dimmed">
        <code>{awsAccountId}</code>
      </Text>
    </>
  );
}

const at = (instant: Date | null): ReactNode => (instant ? <DateText at={instant} withTime /> : "never");

const columnsFor = (connectionId: string, canAct: boolean): readonly Column<OrganizationAccount>[] => [
  { id: "name", header: "Account", cell: (row) => <Name account={row} /> },
  { id: "role", header: "Role", cell: ({ status }) => <MemberStatusBadge status={status} /> },
  { id: "why", header: "Why, and what to do", cell: (row) => <Why account={row} /> },
  { id: "state", header: "At AWS", cell: ({ state }) => <AccountStateBadge state={state} /> },
  {
    id: "unit",
    header: "Unit",
    cell: ({ unitPath }) => (unitPath.length > 0 ? unitPath.join(" / ") : "directly under the root"),
  },
  { id: "verified", header: "Last passed", cell: ({ verifiedAt }) => at(verifiedAt) },
  { id: "scan", header: "Last scan", cell: ({ lastScanAt }) => at(lastScanAt) },
  ...(canAct
    ? [
        {
          id: "actions",
          header: "Actions",
          align: "right" as const,
          cell: ({ awsAccountId, unitIds, name, isChosen, state, status }: OrganizationAccount) =>
            state === "LEFT" ? null : (
              <MemberActions
                connectionId={connectionId}
                account={{ awsAccountId, unitIds, name }}
                isChosen={isChosen}
                canVerify={isChosen && state === "ACTIVE" && status !== "verifying"}
              />
            ),
        },
      ]
    : []),
];

type Props = {
  connectionId: string;
  accounts: readonly OrganizationAccount[];
  canAct: boolean;
  empty: ReactNode;
};

/** Accounts of an organisation with how far each is. */
export function MemberTable({ connectionId, accounts, canAct, empty }: Props) {
  return (
    <DataTable
      caption="Accounts of the organisation"
      columns={columnsFor(connectionId, canAct)}
      rows={accounts}
      rowKey={({ awsAccountId }) => awsAccountId}
      empty={empty}
    />
  );
}

import { Text } from "@mantine/core";
import type { Outsider } from "@rolecall/domain";
import { type Column, DataTable } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import type { ReactNode } from "react";
import { GradeBadge } from "../../../rooms/access/grade-badge.tsx";
import { PowerBadge } from "../../../rooms/access/power-badge.tsx";
import { AccountCell } from "../../../rooms/accounts/account-cell.tsx";
import { EntranceItem } from "./entrance-item.tsx";
import { byAccount, type EntrancesOfAccount } from "./outsiders.ts";
import classes from "./trust-map.module.css";
import { OUTSIDE_LABELS } from "./trust-map-labels.ts";

/** At most so many accounts are shown in a row; the others are folded. */
const OPEN_ACCOUNTS = 3;

function Who({ kind, id, name, isVendor, grade, power }: Outsider) {
  const isEverybody = kind === "everybody";
  const below = isEverybody ? "anybody with an AWS account" : id;
  return (
    <div className={classes.who}>
      <span className={classes.name}>{isEverybody ? "Everybody" : name}</span>
      {below !== name && (
        <Text size="xs" c="dimmed" className={classes.id ?? ""}>
          {below}
        </Text>
      )}
      {!isEverybody && (
        <Text size="xs" c="dimmed">
          {isVendor ? `Vendor, ${OUTSIDE_LABELS[kind]}` : OUTSIDE_LABELS[kind]}
        </Text>
      )}
      <div className={classes.worst}>
        <GradeBadge grade={grade} />
        <PowerBadge power={power} />
      </div>
    </div>
  );
}

function AccountItem({ account }: { account: EntrancesOfAccount }) {
  return (
    <li className={classes.account}>
      <div className={classes.accountName}>
        <AccountCell {...account} />
      </div>
      <div>
        {account.entrances.map((entrance) => (
          <EntranceItem key={entrance.roleId} entrance={entrance} />
        ))}
      </div>
    </li>
  );
}

const items = (accounts: readonly EntrancesOfAccount[]): ReactNode =>
  accounts.map((account) => <AccountItem key={account.awsAccountId} account={account} />);

function WaysIn({ entrances, entranceCount, accountCount }: Outsider) {
  const accounts = byAccount(entrances);
  const folded = accounts.slice(OPEN_ACCOUNTS);
  return (
    <div className={classes.ways}>
      <ul className={classes.accounts}>{items(accounts.slice(0, OPEN_ACCOUNTS))}</ul>
      {folded.length > 0 && (
        <details className={classes.more}>
          <summary>and {formatAmount(folded.length, "more account")}</summary>
          <ul className={classes.accounts}>{items(folded)}</ul>
        </details>
      )}
      {entranceCount > entrances.length && (
        <Text size="xs" c="dimmed">
          {formatCount(entranceCount)} ways into {formatAmount(accountCount, "account")} in all. The gravest{" "}
          {formatCount(entrances.length)} are listed; choose an account to see its own.
        </Text>
      )}
    </div>
  );
}

const columns: readonly Column<Outsider>[] = [
  { id: "who", header: "Who", cell: Who },
  { id: "ways", header: "Accounts, and the roles that let them in", cell: WaysIn },
];

type OutsiderTableProps = { outsiders: readonly Outsider[]; empty: ReactNode };

/** Who outside can enter which accounts through which roles. */
export function OutsiderTable({ outsiders, empty }: OutsiderTableProps) {
  return (
    <DataTable
      caption="Who can enter"
      columns={columns}
      rows={outsiders}
      rowKey={({ kind, id }) => `${kind} ${id}`}
      empty={empty}
    />
  );
}

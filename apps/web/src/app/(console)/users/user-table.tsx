import type { IamUser } from "@rolecall/domain";
import { type Column, columnSort, DataTable, DateText } from "@rolecall/ui";
import type { ReactNode } from "react";
import { PowerBadge } from "../../../rooms/access/power-badge.tsx";
import { AccountCell } from "../../../rooms/accounts/account-cell.tsx";
import { type UserFilters, usersHref } from "../../../rooms/address/users.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";
import { NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { ActiveKeys, ConsolePassword, LastActivity, MfaBadge, OldestKeyAge } from "../../../rooms/users/user-facts.tsx";

type UserTableProps = { rows: readonly IamUser[]; filters: UserFilters; moment: Moment; empty: ReactNode };

function columnsFor(filters: UserFilters, moment: Moment): Column<IamUser>[] {
  const sorted = (key: "userName" | "createdAt" | "lastActivity" | "keyAge", first?: "descending") =>
    columnSort(key, filters.sort, (sort) => usersHref({ ...filters, sort, cursor: null }), first);
  return [
    {
      id: "userName",
      header: "User",
      sort: sorted("userName"),
      cell: (user) => (
        <NameCell href={`/users/${user.id}`} moment={moment} name={user.userName} below={pathBelow(user.path)} />
      ),
    },
    { id: "account", header: "Account", cell: (user) => <AccountCell {...user} /> },
    { id: "console", header: "Console", cell: (user) => <ConsolePassword {...user} /> },
    { id: "power", header: "May", cell: (user) => <PowerBadge power={user.power} /> },
    { id: "mfa", header: "MFA", cell: (user) => <MfaBadge {...user} /> },
    { id: "keys", header: "Active keys", align: "right", cell: (user) => <ActiveKeys {...user} /> },
    {
      id: "keyAge",
      header: "Oldest key",
      align: "right",
      sort: sorted("keyAge", "descending"),
      cell: (user) => <OldestKeyAge {...user} />,
    },
    {
      id: "lastActivity",
      header: "Last activity",
      sort: sorted("lastActivity", "descending"),
      cell: (user) => <LastActivity {...user} now={moment.at} />,
    },
    {
      id: "createdAt",
      header: "Created",
      sort: sorted("createdAt", "descending"),
      cell: (user) => <DateText at={user.createdAt} />,
    },
  ];
}

/** IAM users as rows. */
export function UserTable({ rows, filters, moment, empty }: UserTableProps) {
  return (
    <DataTable
      caption="IAM users"
      columns={columnsFor(filters, moment)}
      rows={rows}
      rowKey={(user) => user.id}
      empty={empty}
    />
  );
}

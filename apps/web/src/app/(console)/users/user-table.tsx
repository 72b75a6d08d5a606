import { Text } from "@mantine/core";
import type { IamUser } from "@rolecall/domain";
import { type Column, columnSort, DataTable, DateText, LinkText } from "@rolecall/ui";
import type { ReactNode } from "react";
import { AccountCell } from "../overview/account-cell.tsx";
import { ActiveKeys, ConsolePassword, LastActivity, MfaBadge, OldestKeyAge } from "./user-facts.tsx";
import { type UserFilters, usersHref } from "./user-filters.ts";

type UserTableProps = { rows: readonly IamUser[]; filters: UserFilters; now: Date; empty: ReactNode };

function columnsFor(filters: UserFilters, now: Date): Column<IamUser>[] {
  const sorted = (key: "userName" | "createdAt" | "lastActivity" | "keyAge", first?: "descending") =>
    columnSort(key, filters.sort, (sort) => usersHref({ ...filters, sort, cursor: null }), first);
  return [
    {
      id: "userName",
      header: "User",
      sort: sorted("userName"),
      cell: (user) => (
        <>
          <LinkText href={`/users/${user.id}`} inherit>
            {user.userName}
          </LinkText>
          {user.path !== "/" && (
            <Text size="xs" c="dimmed">
              {user.path}
            </Text>
          )}
        </>
      ),
    },
    { id: "account", header: "Account", cell: (user) => <AccountCell {...user} /> },
    { id: "console", header: "Console", cell: (user) => <ConsolePassword {...user} /> },
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
      cell: (user) => <LastActivity {...user} now={now} />,
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
export function UserTable({ rows, filters, now, empty }: UserTableProps) {
  return (
    <DataTable
      caption="IAM users"
      columns={columnsFor(filters, now)}
      rows={rows}
      rowKey={(user) => user.id}
      empty={empty}
    />
  );
}

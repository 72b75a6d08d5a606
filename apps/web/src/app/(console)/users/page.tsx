import type { IamUser } from "@rolecall/domain";
import { DateText } from "@rolecall/ui";
import type { Metadata } from "next";
import { PowerBadge } from "../../../rooms/access/power-badge.tsx";
import type { FiltersOf, SearchParams } from "../../../rooms/address/page-address.ts";
import { USERS } from "../../../rooms/address/users.ts";
import { accountColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { ActiveKeys, ConsolePassword, LastActivity, MfaBadge, OldestKeyAge } from "../../../rooms/users/user-facts.tsx";
import { MFA_LABELS } from "../../../rooms/users/user-labels.ts";

export const metadata: Metadata = { title: "Users" };

const LIST: List<FiltersOf<typeof USERS>, IamUser> = {
  address: USERS,
  title: "Users",
  description: "IAM users of all accounts: who can sign in, with which second factor, and who holds access keys.",
  noun: "users",
  caption: "IAM users",
  none: "The scanned accounts have no IAM user: nobody there signs in or signs with a long-lived secret.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "User name" },
    { kind: "account" },
    {
      kind: "choice",
      name: "hasConsolePassword",
      label: "Console password",
      any: "Any",
      options: choicesOf({ true: "With password", false: "Without" }),
    },
    {
      kind: "choice",
      name: "hasActiveKey",
      label: "Access keys",
      any: "Any",
      options: choicesOf({ true: "With active keys", false: "Without" }),
    },
    {
      kind: "choice",
      name: "mfa",
      label: "MFA",
      any: "Any MFA",
      options: choicesOf({ ...MFA_LABELS, unknown: "Kind not known" }),
    },
    { kind: "number", name: "minKeyAgeDays", label: "Min. key age, days", placeholder: "90" },
    { kind: "asOf" },
  ],
  read: (api, query) => api.users.list(query),
  columns: ({ moment, sortBy }) => [
    {
      id: "userName",
      header: "User",
      sort: sortBy("userName"),
      cell: ({ id, userName, path }) => (
        <NameCell href={`/users/${id}`} moment={moment} name={userName} below={pathBelow(path)} />
      ),
    },
    accountColumn,
    { id: "console", header: "Console", cell: (user) => <ConsolePassword {...user} /> },
    { id: "power", header: "May", cell: ({ power }) => <PowerBadge power={power} /> },
    { id: "mfa", header: "MFA", cell: (user) => <MfaBadge {...user} /> },
    { id: "keys", header: "Active keys", align: "right", cell: (user) => <ActiveKeys {...user} /> },
    {
      id: "keyAge",
      header: "Oldest key",
      align: "right",
      sort: sortBy("keyAge", "descending"),
      cell: (user) => <OldestKeyAge {...user} />,
    },
    {
      id: "lastActivity",
      header: "Last activity",
      sort: sortBy("lastActivity", "descending"),
      cell: (user) => <LastActivity {...user} now={moment.at} />,
    },
    {
      id: "createdAt",
      header: "Created",
      sort: sortBy("createdAt", "descending"),
      cell: ({ createdAt }) => <DateText at={createdAt} />,
    },
  ],
};

export default function UsersPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

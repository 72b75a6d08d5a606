import { Text } from "@mantine/core";
import type { IamRole } from "@rolecall/domain";
import { DateText, StatusBadge } from "@rolecall/ui";
import type { Metadata } from "next";
import { GradeBadge } from "../../../rooms/access/grade-badge.tsx";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { PowerBadge } from "../../../rooms/access/power-badge.tsx";
import type { FiltersOf, SearchParams } from "../../../rooms/address/page-address.ts";
import { ROLES } from "../../../rooms/address/roles.ts";
import { accountColumn, NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { LastUse } from "../../../rooms/usage/last-use.tsx";
import { ROLE_KIND_LABELS } from "./role-labels.ts";

export const metadata: Metadata = { title: "Roles" };

const SHOWN_PRINCIPALS = 2;

function Principals({ trust: { document, principals } }: Pick<IamRole, "trust">) {
  if (document === null || document === undefined) return "lets in nobody knows whom";
  if (principals.length === 0) return "lets in nobody";
  const hidden = principals.length - SHOWN_PRINCIPALS;
  return (
    <>
      {principals.slice(0, SHOWN_PRINCIPALS).map(({ type, value }) => (
        <div key={`${type} ${value}`}>{value}</div>
      ))}
      {hidden > 0 && <div>and {hidden} more</div>}
    </>
  );
}

/** The grade of a role's trust, and its principals. */
function Trust({ trust }: Pick<IamRole, "trust">) {
  return (
    <>
      <GradeBadge grade={trust.grade} />
      <Text component="div" size="xs" c="dimmed" mt={2} miw={180} maw={340} style={{ overflowWrap: "anywhere" }}>
        <Principals trust={trust} />
      </Text>
    </>
  );
}

const LIST: List<FiltersOf<typeof ROLES>, IamRole> = {
  address: ROLES,
  title: "Roles",
  description:
    "IAM roles of all accounts: what they are for, whom they let in and how well that is guarded, what they may do, and when they were last used.",
  noun: "roles",
  caption: "IAM roles",
  none: "The scanned accounts have no IAM role.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Role name" },
    { kind: "account" },
    { kind: "choice", name: "kind", label: "Kind", any: "Any kind", options: choicesOf(ROLE_KIND_LABELS) },
    { kind: "choice", name: "grade", label: "Trust", any: "Any grade", options: choicesOf(GRADE_LABELS) },
    { kind: "asOf" },
  ],
  read: (api, query) => api.roles.list(query),
  columns: ({ moment, sortBy }) => [
    {
      id: "roleName",
      header: "Role",
      sort: sortBy("roleName"),
      cell: ({ id, roleName, path }) => (
        <NameCell href={`/roles/${id}`} moment={moment} name={roleName} below={pathBelow(path)} />
      ),
    },
    accountColumn,
    {
      id: "kind",
      header: "Kind",
      cell: ({ kind }) => <StatusBadge tone="neutral">{ROLE_KIND_LABELS[kind].label}</StatusBadge>,
    },
    { id: "trust", header: "Trust", cell: Trust },
    { id: "power", header: "May", cell: ({ power }) => <PowerBadge power={power} /> },
    {
      id: "lastUsed",
      header: "Last used",
      sort: sortBy("lastUsed", "descending"),
      cell: ({ lastUse, lastUsedAt }) => (
        <LastUse lastUse={lastUse} lastUsedAt={lastUsedAt} now={moment.at} never="not in 400 days" />
      ),
    },
    {
      id: "createdAt",
      header: "Created",
      sort: sortBy("createdAt", "descending"),
      cell: ({ createdAt }) => <DateText at={createdAt} />,
    },
  ],
};

export default function RolesPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

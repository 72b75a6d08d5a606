import { Text } from "@mantine/core";
import type { IamRole } from "@rolecall/domain";
import { type Column, columnSort, DataTable, DateText, StatusBadge } from "@rolecall/ui";
import type { ReactNode } from "react";
import { GradeBadge } from "../../../rooms/access/grade-badge.tsx";
import { PowerBadge } from "../../../rooms/access/power-badge.tsx";
import { AccountCell } from "../../../rooms/accounts/account-cell.tsx";
import { type RoleFilters, rolesHref } from "../../../rooms/address/roles.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";
import { NameCell, pathBelow } from "../../../rooms/list/cells.tsx";
import { LastUse } from "../../../rooms/usage/last-use.tsx";
import { ROLE_KIND_LABELS } from "./role-labels.ts";

type RoleTableProps = { rows: readonly IamRole[]; filters: RoleFilters; moment: Moment; empty: ReactNode };

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

/** How well the role is guarded, above whom it lets in. */
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

function columnsFor(filters: RoleFilters, moment: Moment): Column<IamRole>[] {
  const sorted = (key: "roleName" | "createdAt" | "lastUsed", first?: "descending") =>
    columnSort(key, filters.sort, (sort) => rolesHref({ ...filters, sort, cursor: null }), first);
  return [
    {
      id: "roleName",
      header: "Role",
      sort: sorted("roleName"),
      cell: (role) => (
        <NameCell href={`/roles/${role.id}`} moment={moment} name={role.roleName} below={pathBelow(role.path)} />
      ),
    },
    { id: "account", header: "Account", cell: (role) => <AccountCell {...role} /> },
    {
      id: "kind",
      header: "Kind",
      cell: (role) => <StatusBadge tone="neutral">{ROLE_KIND_LABELS[role.kind].label}</StatusBadge>,
    },
    { id: "trust", header: "Trust", cell: (role) => <Trust trust={role.trust} /> },
    { id: "power", header: "May", cell: (role) => <PowerBadge power={role.power} /> },
    {
      id: "lastUsed",
      header: "Last used",
      sort: sorted("lastUsed", "descending"),
      cell: (role) => (
        <LastUse lastUse={role.lastUse} lastUsedAt={role.lastUsedAt} now={moment.at} never="not in 400 days" />
      ),
    },
    {
      id: "createdAt",
      header: "Created",
      sort: sorted("createdAt", "descending"),
      cell: (role) => <DateText at={role.createdAt} />,
    },
  ];
}

/** IAM roles as rows. */
export function RoleTable({ rows, filters, moment, empty }: RoleTableProps) {
  return (
    <DataTable
      caption="IAM roles"
      columns={columnsFor(filters, moment)}
      rows={rows}
      rowKey={(role) => role.id}
      empty={empty}
    />
  );
}

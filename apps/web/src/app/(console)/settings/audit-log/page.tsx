import type { AuditEvent } from "@rolecall/domain";
import { type Column, DateText } from "@rolecall/ui";
import { IconHistory } from "@tabler/icons-react";
import type { Metadata } from "next";
import { type FiltersOf, pageAddress, type SearchParams } from "../../../../rooms/address/page-address.ts";
import { parseAsCursor } from "../../../../rooms/address/values.ts";
import { type List, ListPage } from "../../../../rooms/list/list-page.tsx";
import { SettingsHeader } from "../settings-header.tsx";

export const metadata: Metadata = { title: "Audit log" };

const ADDRESS = pageAddress("/settings/audit-log", { cursor: parseAsCursor });

const columns: readonly Column<AuditEvent>[] = [
  { id: "at", header: "When", cell: (row) => <DateText at={row.at} withTime /> },
  { id: "actor", header: "Who", cell: (row) => row.actor },
  { id: "action", header: "What", cell: (row) => <code>{row.action}</code> },
  { id: "subject", header: "On what", cell: (row) => <code>{row.subject}</code> },
  { id: "detail", header: "Details", cell: (row) => detailText(row.detail) },
];

function detailText(detail: AuditEvent["detail"]): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

const LIST: List<FiltersOf<typeof ADDRESS>, AuditEvent> = {
  address: ADDRESS,
  title: "Audit log",
  description:
    "Every change made in this organisation, by whom and when. Written together with the change, and never altered.",
  noun: "events",
  head: (head) => <SettingsHeader {...head} current="/settings/audit-log" />,
  none: {
    icon: <IconHistory size={28} stroke={1.5} />,
    title: "Nothing has been changed yet",
    description: "Connecting an account, making a token or scheduling a report will be noted here.",
  },
  read: (api, query) => api.auditEvents.list(query),
  columns: () => columns,
};

export default function AuditLogPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}

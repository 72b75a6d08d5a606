import { Card } from "@mantine/core";
import type { AuditEvent } from "@rolecall/domain";
import { type Column, CursorPager, DataTable, DateText, EmptyState } from "@rolecall/ui";
import { IconHistory } from "@tabler/icons-react";
import type { Metadata } from "next";
import { hrefOf, readListQuery, type SearchParams } from "../../../../rooms/address/list-query.ts";
import { serverApi } from "../../../../server/api.ts";
import { SettingsHeader } from "../settings-header.tsx";

export const metadata: Metadata = { title: "Audit log" };

const PATH = "/settings/audit-log";

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

export default async function AuditLogPage({ searchParams }: { searchParams: SearchParams }) {
  const { cursor } = await readListQuery(searchParams);
  const page = await (await serverApi()).auditEvents.list({ cursor });
  return (
    <>
      <SettingsHeader
        current={PATH}
        title="Audit log"
        description="Every change made in this organisation, by whom and when. Written together with the change, and never altered."
      />
      <Card p={0} mt="lg">
        <DataTable
          caption="Audit log"
          columns={columns}
          rows={page.items}
          rowKey={(row) => row.id}
          empty={
            <EmptyState
              icon={<IconHistory size={28} stroke={1.5} />}
              title="Nothing has been changed yet"
              description="Connecting an account, making a token or scheduling a report will be noted here."
            />
          }
        />
      </Card>
      {page.items.length > 0 && (
        <CursorPager
          noun="events"
          shown={page.items.length}
          firstHref={cursor ? PATH : null}
          nextHref={page.nextCursor ? hrefOf(PATH, { cursor: page.nextCursor }) : null}
        />
      )}
    </>
  );
}

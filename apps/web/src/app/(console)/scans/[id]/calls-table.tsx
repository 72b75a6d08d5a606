import { Text } from "@mantine/core";
import type { Scan } from "@rolecall/domain";
import { type Column, DataTable } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";

type Row = { action: string; calls: number };

const columns: readonly Column<Row>[] = [
  { id: "action", header: "Action", cell: (row) => <code>{row.action}</code> },
  { id: "calls", header: "Calls", align: "right", cell: (row) => formatCount(row.calls) },
];

/** Calls by action, the most frequent first. */
export function CallsTable({ apiCalls }: Pick<Scan, "apiCalls">) {
  const rows = Object.entries(apiCalls.byAction)
    .map(([action, calls]) => ({ action, calls }))
    .sort((a, b) => b.calls - a.calls);
  return (
    <>
      <DataTable
        caption="Calls by action"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.action}
        empty={
          <Text size="sm" c="dimmed">
            No call was made.
          </Text>
        }
      />
      {rows.length > 0 && (
        <Text size="sm" mt="sm">
          {formatCount(apiCalls.total)} calls in all, {formatCount(apiCalls.throttled)} of them throttled.
        </Text>
      )}
    </>
  );
}

import { Text } from "@mantine/core";
import type { Scan } from "@rolecall/domain";
import { type Column, DataTable } from "@rolecall/ui";

type Row = { action: string; calls: number };

const columns: readonly Column<Row>[] = [
  { id: "action", header: "Action", cell: (row) => <code>{row.action}</code> },
  { id: "calls", header: "Calls", align: "right", cell: (row) => row.calls.toLocaleString("en-US") },
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
          {apiCalls.total.toLocaleString("en-US")} calls in all, {apiCalls.throttled.toLocaleString("en-US")} of them
          throttled.
        </Text>
      )}
    </>
  );
}

import type { TrailEvent, TrailLookup } from "@rolecall/domain";
import { type Column, DataTable, DateText, StatusBadge } from "@rolecall/ui";

const columns: readonly Column<TrailEvent>[] = [
  { id: "at", header: "When", cell: ({ at }) => <DateText at={at} withTime /> },
  {
    id: "event",
    header: "Call",
    cell: ({ eventName, errorCode }) => (
      <>
        {eventName} {errorCode && <StatusBadge tone="warning">{errorCode}</StatusBadge>}
      </>
    ),
  },
  { id: "service", header: "Service", cell: ({ eventSource }) => eventSource },
  { id: "region", header: "Region", cell: ({ region }) => region },
  { id: "actor", header: "Actor", cell: ({ actorArn }) => actorArn ?? "not told" },
  { id: "address", header: "Source address", cell: ({ sourceIpAddress }) => sourceIpAddress ?? "not told" },
];

/** The newest events of a lookup. */
export function TrailEvents({ newest }: Pick<TrailLookup, "newest">) {
  return (
    <details>
      <summary>Show the newest {newest.length} events</summary>
      <DataTable
        caption="Newest events"
        columns={columns}
        rows={newest}
        rowKey={({ eventId }) => eventId}
        empty={null}
      />
    </details>
  );
}

import { SimpleGrid, Text } from "@mantine/core";
import type { TrailLookup } from "@rolecall/domain";
import { AgeText, type Column, DataTable, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";

type Count = TrailLookup["userAgents"][number];
type Lists = Pick<TrailLookup, "userAgents" | "sourceIpAddresses" | "services" | "eventNames">;

const LISTS: readonly { of: keyof Lists; caption: string; header: string }[] = [
  { of: "sourceIpAddresses", caption: "Source addresses", header: "Source address" },
  { of: "userAgents", caption: "User agents", header: "User agent" },
  { of: "services", caption: "Services", header: "Service" },
  { of: "eventNames", caption: "Calls", header: "Call" },
];

const columnsOf = (header: string, now: Date): Column<Count>[] => [
  { id: "value", header, cell: ({ value }) => value },
  { id: "events", header: "Events", align: "right", cell: ({ events }) => formatCount(events) },
  {
    id: "refused",
    header: "Refused",
    align: "right",
    cell: ({ refused }) =>
      refused === null ? <Unknown reason="It was not counted at that time." /> : formatCount(refused),
  },
  { id: "last", header: "Last", cell: ({ lastAt }) => <AgeText at={lastAt} now={now} /> },
];

/** Source addresses, software, services and calls of a credential or user, most frequent first. */
export function TrailCounts({ lookup, now }: { lookup: Lists; now: Date }) {
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      {LISTS.map(({ of, caption, header }) => (
        <DataTable
          key={of}
          caption={caption}
          columns={columnsOf(header, now)}
          rows={lookup[of]}
          rowKey={({ value }) => value}
          empty={<Text size="sm">No event tells its {header.toLowerCase()}.</Text>}
        />
      ))}
    </SimpleGrid>
  );
}

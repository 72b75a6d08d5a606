import { Stack, Text } from "@mantine/core";
import type { OwnerStanding, Page } from "@rolecall/domain";
import { type Column, EmptyState, LinkText } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { MIGRATIONS } from "../../../rooms/address/migration.ts";
import { OWNERS } from "../../../rooms/address/owners.ts";
import { PagedTable } from "../../../rooms/list/paged-table.tsx";

const hrefOf = (owner: string | null): string => MIGRATIONS.href(owner === null ? { unowned: true } : { owner });

/** Who it is. Where it is spelled in several ways, each leads to its users. */
function Name({ owner, spellings }: OwnerStanding) {
  const [first, ...others] = spellings;
  if (others.length === 0)
    return (
      <LinkText href={hrefOf(owner)} inherit style={{ overflowWrap: "anywhere" }}>
        {owner ?? "No owner"}
      </LinkText>
    );
  return (
    <Stack gap={2}>
      <span style={{ overflowWrap: "anywhere" }}>{first?.owner}</span>
      {spellings.map((spelling) => (
        <Text key={spelling.owner} size="xs" fw={400}>
          <LinkText href={hrefOf(spelling.owner)} inherit style={{ overflowWrap: "anywhere" }}>
            {spelling.owner}
          </LinkText>{" "}
          ({spelling.users})
        </Text>
      ))}
    </Stack>
  );
}

const count = (id: string, header: string, of: (row: OwnerStanding) => number): Column<OwnerStanding> => ({
  id,
  header,
  align: "right",
  cell: (row) =>
    of(row) === 0 ? (
      <Text span c="dimmed" inherit>
        0
      </Text>
    ) : (
      formatCount(of(row))
    ),
});

const COLUMNS: readonly Column<OwnerStanding>[] = [
  { id: "owner", header: "Owner", cell: (row) => <Name {...row} /> },
  count("users", "Users", ({ users }) => users),
  count("left", "Left to move", ({ left }) => left),
  count("moved", "Moved", ({ moved }) => moved),
  count("retired", "Retired", ({ retired }) => retired),
  count("excepted", "Excepted", ({ excepted }) => excepted),
  count("blocked", "Blocked", ({ blocked }) => blocked),
  count("overdue", "Overdue", ({ overdue }) => overdue),
];

/** Owners with how their users stand, nobody first. */
export function OwnersTable({ page, cursor }: { page: Page<OwnerStanding>; cursor: string | null }) {
  return (
    <PagedTable
      noun="owners"
      page={page}
      cursor={cursor}
      hrefAt={(at) => OWNERS.href({ cursor: at })}
      caption="Owners"
      columns={COLUMNS}
      rowKey={({ key }) => key}
      empty={
        <EmptyState
          title="No users"
          description="The scanned accounts have no IAM user with a long-lived credential."
        />
      }
    />
  );
}

import { Text, VisuallyHidden } from "@mantine/core";
import { type IamPersonDetail, type Migration, TARGETS, type UserOfPerson } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard } from "@rolecall/ui";
import { PowerBadge } from "../../../../rooms/access/power-badge.tsx";
import { migrationHref } from "../../../../rooms/address/migration.ts";
import { accountColumn } from "../../../../rooms/list/cells.tsx";
import { StageBadge } from "../../../../rooms/migration/migration-badges.tsx";
import { RowChoice } from "../../../../rooms/selection/row-choice.tsx";
import { SelectionProvider } from "../../../../rooms/selection/selection.tsx";
import { ActiveKeys, LastActivity, MfaBadge, OldestKeyAge } from "../../../../rooms/users/user-facts.tsx";
import { SplitBar } from "./split-bar.tsx";

type Row = UserOfPerson & { migration: Migration | undefined };

const columnsAt = (now: Date, canSplit: boolean): readonly Column<Row>[] => [
  {
    id: "name",
    header: "User",
    cell: ({ id, userName }) => {
      const link = (
        <LinkText href={`/users/${id}`} inherit style={{ overflowWrap: "anywhere" }}>
          {userName}
        </LinkText>
      );
      return canSplit ? (
        <RowChoice id={id} name={userName}>
          {link}
        </RowChoice>
      ) : (
        link
      );
    },
  },
  accountColumn,
  {
    id: "stage",
    header: "Migration",
    cell: ({ id, userName, migration }) =>
      migration ? (
        <>
          <StageBadge stage={migration.stage} />
          <Text size="xs" miw="9rem">
            <LinkText href={migrationHref(id, null)} inherit>
              {TARGETS[migration.target].label}
              <VisuallyHidden>, migration of {userName}</VisuallyHidden>
            </LinkText>
          </Text>
        </>
      ) : (
        "–"
      ),
  },
  { id: "keys", header: "Active keys", align: "right", cell: (user) => <ActiveKeys {...user} /> },
  { id: "age", header: "Oldest key", align: "right", cell: (user) => <OldestKeyAge {...user} /> },
  { id: "used", header: "Last activity", cell: (user) => <LastActivity {...user} now={now} /> },
  { id: "mfa", header: "MFA", cell: (user) => <MfaBadge {...user} /> },
  { id: "power", header: "Privilege", cell: ({ power }) => <PowerBadge power={power} /> },
];

/** The users of a person over all accounts, of which some can be split off. */
export function PersonUsers({ person, now }: { person: IamPersonDetail; now: Date }) {
  const { id, name, iamUsers, migrations } = person;
  const byUser = new Map(migrations.map((migration) => [migration.userId, migration]));
  const rows = iamUsers.map((user) => ({ ...user, migration: byUser.get(user.id) }));
  const canSplit = person.users > 1;
  const table = (
    <DataTable
      caption={`Users of ${name}`}
      columns={columnsAt(now, canSplit)}
      rows={rows}
      rowKey={({ id: userId }) => userId}
      empty="No user of it exists any more in a connected account."
    />
  );
  return (
    <SectionCard title="Users">
      {canSplit ? (
        <SelectionProvider ids={rows.map((user) => user.id)}>
          <SplitBar
            id={id}
            name={name}
            users={person.users}
            shown={rows.map((user) => ({ id: user.id, name: user.userName }))}
          />
          {table}
        </SelectionProvider>
      ) : (
        table
      )}
    </SectionCard>
  );
}

import { Text } from "@mantine/core";
import type { IamGroup, IamUser } from "@rolecall/domain";
import { type Column, DataTable, SectionCard } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { NameCell } from "../../../../rooms/list/cells.tsx";
import { SEARCH_PAGE_SIZE, searchPages } from "../../../../rooms/list/search-pages.ts";
import { LastActivity, MfaBadge } from "../../../../rooms/users/user-facts.tsx";
import { serverApi } from "../../../../server/api.ts";

const columnsAt = (moment: Moment): Column<IamUser>[] => [
  {
    id: "userName",
    header: "User",
    cell: ({ id, userName }) => <NameCell href={`/users/${id}`} moment={moment} name={userName} />,
  },
  { id: "mfa", header: "MFA", cell: (user) => <MfaBadge {...user} /> },
  { id: "lastActivity", header: "Last activity", cell: (user) => <LastActivity {...user} now={moment.at} /> },
];

/** The users in a group. */
export async function MemberList({ group, moment }: { group: IamGroup; moment: Moment }) {
  const api = await serverApi();
  const { awsAccountId, groupName, members } = group;
  const { rows, isWhole } = await searchPages(
    (cursor) => api.users.list({ awsAccountId, asOf: moment.asOf, limit: SEARCH_PAGE_SIZE, cursor }),
    (user) => user.groupNames.includes(groupName),
    members,
  );
  return (
    <SectionCard title="Members" description={formatAmount(members, "user")}>
      <DataTable
        caption="Members"
        columns={columnsAt(moment)}
        rows={rows}
        rowKey={(user) => user.id}
        empty={<Text size="sm">{isWhole ? "No user is in this group." : "Its users could not be found."}</Text>}
      />
      {!isWhole && (
        <Text size="sm" c="dimmed" mt="xs">
          The account has too many users to look through here: {rows.length} of {members} are shown. Each user's page
          tells its groups.
        </Text>
      )}
    </SectionCard>
  );
}

import { Text } from "@mantine/core";
import type { PolicyAttachment } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard, StatusBadge } from "@rolecall/ui";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { serverApi } from "../../../../server/api.ts";

const MOST_SHOWN = 200;
const SUBJECTS: Record<PolicyAttachment["subject"], { label: string; path: string }> = {
  user: { label: "User", path: "/users" },
  group: { label: "Group", path: "/groups" },
  role: { label: "Role", path: "/roles" },
};

const columnsAt = (moment: Moment): Column<PolicyAttachment>[] => [
  {
    id: "name",
    header: "Who",
    cell: ({ subject, id, name }) => (
      <LinkText inherit href={hrefOf(`${SUBJECTS[subject].path}/${id}`, { asOf: moment.day })}>
        {name}
      </LinkText>
    ),
  },
  { id: "subject", header: "What", cell: ({ subject }) => SUBJECTS[subject].label },
  {
    id: "as",
    header: "How",
    cell: (row) =>
      row.as === "attached" ? "attached" : <StatusBadge tone="info">As permissions boundary</StatusBadge>,
  },
];

/** Who has a policy. */
export async function AttachmentList({ policyId, moment }: { policyId: string; moment: Moment }) {
  const api = await serverApi();
  const { items, nextCursor } = await api.policies.attachments({ id: policyId, asOf: moment.asOf, limit: MOST_SHOWN });
  return (
    <SectionCard title="Attached to" description="Users, groups and roles that have it, and those that it bounds.">
      <DataTable
        caption="Attachments"
        columns={columnsAt(moment)}
        rows={items}
        rowKey={({ subject, id, as: how }) => `${subject} ${id} ${how}`}
        empty={<Text size="sm">Nobody that is known has it.</Text>}
      />
      {nextCursor && (
        <Text size="sm" c="dimmed" mt="xs">
          The first {MOST_SHOWN} are shown; the API has them all.
        </Text>
      )}
    </SectionCard>
  );
}

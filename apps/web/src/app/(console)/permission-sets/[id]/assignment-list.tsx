import { Text } from "@mantine/core";
import type { PermissionSet } from "@rolecall/domain";
import { type Column, CopyableCode, DataTable, LinkText, PartialNotice, SectionCard } from "@rolecall/ui";

type Assignment = NonNullable<PermissionSet["assignments"]>[number];

const PRINCIPALS: Record<Assignment["principalType"], string> = { USER: "User", GROUP: "Group" };

const columns: readonly Column<Assignment>[] = [
  {
    id: "account",
    header: "Account",
    cell: ({ awsAccountId }) => (
      <LinkText inherit href={`/accounts?q=${awsAccountId}`}>
        {awsAccountId}
      </LinkText>
    ),
  },
  { id: "type", header: "Given to a", cell: ({ principalType }) => PRINCIPALS[principalType] },
  {
    id: "principal",
    header: "Id in the identity store",
    cell: ({ principalId }) => <CopyableCode value={principalId} label="principal id" />,
  },
];

/** Who has a permission set in which account. */
export function AssignmentList({ assignments }: Pick<PermissionSet, "assignments">) {
  return (
    <SectionCard title="Assignments" description="Who has it, and in which account.">
      {assignments === null ? (
        <PartialNotice title="The assignments are unknown">
          They could not be read. The coverage of the account's last scan says which permission is missing.
        </PartialNotice>
      ) : (
        <DataTable
          caption="Assignments"
          columns={columns}
          rows={assignments}
          rowKey={({ awsAccountId, principalType, principalId }) => `${awsAccountId} ${principalType} ${principalId}`}
          empty={<Text size="sm">It is assigned to nobody.</Text>}
        />
      )}
    </SectionCard>
  );
}

import type { FittingRole } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard, StatusBadge } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import { ROLES } from "../../../../rooms/address/roles.ts";
import { readReplacement } from "./read-replacement.ts";

/** So many are shown: the best come first. */
const SHOWN = 5;
const nameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf("/") + 1);

const columns = (awsAccountId: string): readonly Column<FittingRole>[] => [
  {
    id: "role",
    header: "Role",
    cell: ({ roleArn }) => (
      <LinkText inherit href={ROLES.href({ q: nameOf(roleArn), awsAccountId })}>
        {nameOf(roleArn)}
      </LinkText>
    ),
  },
  {
    id: "admits",
    header: "Lets the workload in",
    cell: ({ admits }) =>
      admits ? <StatusBadge tone="positive">yes</StatusBadge> : <StatusBadge tone="neutral">ask the owner</StatusBadge>,
  },
  {
    id: "coverage",
    header: "Coverage",
    cell: ({ coverage }) => <div style={{ minWidth: "12rem" }}>{coverage.sentence}</div>,
  },
  {
    id: "excess",
    header: "Allowed beyond that",
    cell: ({ excess: { reads, writes } }) =>
      `${formatAmount(writes, "action")} that change something, ${formatAmount(reads, "action")} that read`,
  },
];

/** Existing roles that could take over, the best first; nothing where none fits, or one is named. */
export async function FittingRolesCard({ userId, awsAccountId }: { userId: string; awsAccountId: string }) {
  const { fittingRoles, isExisting } = await readReplacement(userId);
  if (isExisting || fittingRoles.length === 0) return null;
  return (
    <SectionCard
      title="Roles that could take over"
      description="Their trust policies are graded ok, and nothing that was used is missing in them. Name one in the plan instead of making a new one."
    >
      <DataTable
        caption="Roles that could take over"
        columns={columns(awsAccountId)}
        rows={fittingRoles.slice(0, SHOWN)}
        rowKey={({ roleArn }) => roleArn}
        empty={null}
      />
    </SectionCard>
  );
}

import { Text } from "@mantine/core";
import type { EnteredAccount, TrustGrade } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard } from "@rolecall/ui";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { AccountCell } from "../../../rooms/accounts/account-cell.tsx";
import { TRUST_MAP } from "../../../rooms/address/trust-map.ts";
import { GRADES_SHOWN } from "./outsiders.ts";

function Amount({ row, grade }: { row: EnteredAccount; grade: TrustGrade }) {
  const amount = row[grade];
  if (amount === 0) return "0";
  return (
    <LinkText inherit href={TRUST_MAP.href({ awsAccountId: row.awsAccountId, grade })}>
      {formatCount(amount)}
    </LinkText>
  );
}

const columns: readonly Column<EnteredAccount>[] = [
  { id: "account", header: "Account", cell: (row) => <AccountCell {...row} /> },
  ...GRADES_SHOWN.map(
    (grade): Column<EnteredAccount> => ({
      id: grade,
      header: GRADE_LABELS[grade],
      align: "right",
      cell: (row) => <Amount row={row} grade={grade} />,
    }),
  ),
  {
    id: "roles",
    header: "Roles that let them in",
    align: "right",
    cell: ({ roles }) => formatCount(roles),
  },
];

type AccountTableProps = {
  rows: readonly EnteredAccount[];
  /** How many accounts there are, listed or not. */
  total: number;
};

/** The number of outsiders that can enter each account, by the worst of their paths into it. */
export function AccountTable({ rows, total }: AccountTableProps) {
  return (
    <SectionCard
      title="By account"
      description="How many outsiders can enter each account, under the gravest of their ways into it. The worst account first."
    >
      <DataTable
        caption="Outsiders by account"
        columns={columns}
        rows={rows}
        rowKey={({ awsAccountId }) => awsAccountId}
        empty={null}
      />
      {total > rows.length && (
        <Text size="sm" c="dimmed" mt="sm">
          {formatAmount(total - rows.length, "further account")} can be entered and{" "}
          {total - rows.length === 1 ? "is" : "are"} not listed.
        </Text>
      )}
    </SectionCard>
  );
}

import type { TrustGrade } from "@rolecall/domain";
import { type Column, DataTable, LinkText, SectionCard } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { GRADE_LABELS } from "../../../rooms/access/grade-labels.ts";
import { AccountCell } from "../../../rooms/accounts/account-cell.tsx";
import { TRUST_MAP } from "../../../rooms/address/trust-map.ts";
import { type AccountRow, GRADES_SHOWN } from "./outsiders.ts";

function Amount({ row, grade }: { row: AccountRow; grade: TrustGrade }) {
  const amount = row.outsiders[grade];
  if (amount === 0) return "0";
  return (
    <LinkText inherit href={TRUST_MAP.href({ awsAccountId: row.awsAccountId, grade })}>
      {formatCount(amount)}
    </LinkText>
  );
}

const columns: readonly Column<AccountRow>[] = [
  { id: "account", header: "Account", cell: (row) => <AccountCell {...row} /> },
  ...GRADES_SHOWN.map(
    (grade): Column<AccountRow> => ({
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

/** The number of outsiders that can enter each account, by the worst of their paths into it. */
export function AccountTable({ rows }: { rows: readonly AccountRow[] }) {
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
    </SectionCard>
  );
}

import { type ListPolicyAttachmentsInput, type Page, PolicyAttachment } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { type InventoryTable, inventorySql, type Slice } from "../history/as-of.ts";
import { columnsOf } from "../sql/columns.ts";
import { type List, pageOf } from "../sql/paging.ts";
import type { TenantTx } from "../sql/transaction.ts";

const HOLDERS = [
  { table: "iam_user", subject: "user", name: "user_name", hasBoundary: true },
  { table: "iam_group", subject: "group", name: "group_name", hasBoundary: false },
  { table: "iam_role", subject: "role", name: "role_name", hasBoundary: true },
] as const satisfies {
  table: InventoryTable;
  subject: PolicyAttachment["subject"];
  name: string;
  hasBoundary: boolean;
}[];

/** Those of one table who have the policy `p`. A policy that is both attached and a boundary is told as attached. */
function holdersSql({ table, subject, name, hasBoundary }: (typeof HOLDERS)[number], slice: Slice): Prisma.Sql {
  const attached = Prisma.sql`p.arn = ANY(e.attached_policy_arns)`;
  const holds = hasBoundary ? Prisma.sql`(${attached} OR p.arn = e.permissions_boundary_arn)` : attached;
  return Prisma.sql`
    SELECT ${subject} AS subject, e.id, ${Prisma.raw(`e.${name}`)} AS name,
      CASE WHEN ${attached} THEN 'attached' ELSE 'permissions_boundary' END AS "as"
    FROM policy p JOIN ${inventorySql(table, "e", slice, false)} ON e.account_id = p.account_id
    WHERE ${holds} AND e.gone_at IS NULL`;
}

const holdersOf = (policyId: string, slice: Slice): List<typeof PolicyAttachment> => ({
  row: PolicyAttachment,
  select: columnsOf(PolicyAttachment, "h", { as: Prisma.sql`h."as"` }),
  from: Prisma.sql`(
    WITH policy AS (SELECT arn, account_id FROM iam_policy WHERE id = ${policyId}::uuid)
    ${Prisma.join(
      HOLDERS.map((holder) => holdersSql(holder, slice)),
      " UNION ALL ",
    )}) h`,
  id: Prisma.sql`h.id`,
  sorts: { name: { expression: Prisma.sql`h.name`, type: "text", required: true } },
});

/** One page of those who have a policy, by name; of its own account, where AWS's policies too have a record of their own. */
export const listPolicyAttachmentRows = (
  tx: TenantTx,
  { id, asOf, cursor, limit }: ListPolicyAttachmentsInput,
): Promise<Page<PolicyAttachment>> => pageOf(tx, holdersOf(id, { asOf }), { where: [], sort: "name", cursor, limit });

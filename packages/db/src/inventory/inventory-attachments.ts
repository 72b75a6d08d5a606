import type { ListPolicyAttachmentsInput, Page, PolicyAttachment } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { type InventoryTable, inventorySql, type Slice } from "../history/as-of.ts";
import { keyset, toPage } from "../sql/paging.ts";

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

const ORDER = { name: { expression: Prisma.sql`h.name`, type: "text", required: true } } as const;

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

/** One page of those who have a policy, by name; of its own account, where AWS's policies too have a record of their own. */
export async function listPolicyAttachmentRows(
  tx: TenantTx,
  { id, asOf, cursor, limit }: ListPolicyAttachmentsInput,
): Promise<Page<PolicyAttachment>> {
  const order = keyset(ORDER, "name", Prisma.sql`h.id`, cursor);
  const holders = Prisma.join(
    HOLDERS.map((holder) => holdersSql(holder, { asOf })),
    " UNION ALL ",
  );
  const rows = await tx.$queryRaw<(PolicyAttachment & { sortValue: string | null })[]>`
    WITH policy AS (SELECT arn, account_id FROM iam_policy WHERE id = ${id}::uuid)
    SELECT h.*, ${order.sortValue} FROM (${holders}) h WHERE ${order.after} ${order.orderBy} LIMIT ${limit + 1}`;
  return toPage(rows, limit);
}

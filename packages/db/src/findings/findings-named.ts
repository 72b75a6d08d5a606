import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { containsSql, findNamed } from "../inventory/named.ts";
import { firstRowOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Subjects of which a tenant has so few that their names are gone through. */
const FEW = [
  { table: "iam_policy", id: "id", name: "policy_name" },
  { table: "iam_group", id: "id", name: "group_name" },
  { table: "identity_provider", id: "id", name: "name" },
] as const;

const Found = z.object({ ids: z.array(z.uuid()) });

const FEW_NAMED = (text: string): Prisma.Sql =>
  Prisma.join(
    [
      ...FEW.map(
        ({ table, id, name }) =>
          Prisma.sql`SELECT ${Prisma.raw(id)} AS id FROM ${Prisma.raw(table)} WHERE ${containsSql([Prisma.raw(name)], text)}`,
      ),
      Prisma.sql`SELECT s.id FROM account_settings s JOIN aws_account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
        WHERE ${containsSql([Prisma.sql`a.name`], text)}`,
    ],
    " UNION ALL ",
  );

/**
 * Of whom the findings `f` can be that have `text` in the name of their resource or user: who is called so, or was found so. Null: too
 * many are; then findings are gone through in their order.
 */
export async function findingsOfNamedSql(tx: TenantTx, text: string): Promise<Prisma.Sql | null> {
  const users = await findNamed(tx, "iam_user", text);
  const credentials = users && (await findNamed(tx, "credential", text));
  const roles = credentials && (await findNamed(tx, "iam_role", text));
  if (!roles) return null;
  const few = await firstRowOf(tx, Found, Prisma.sql`SELECT ARRAY(${FEW_NAMED(text)}) AS ids`);
  const subjects = [...users, ...credentials, ...roles, ...(few?.ids ?? [])];
  return Prisma.sql`(f.subject_id = ANY(${subjects}::uuid[]) OR f.user_record_id = ANY(${users}::uuid[]))`;
}

import { IamRole, INVENTORY, type ListRolesInput, type Page, TrustGrade, TrustSummary } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { inventoryPage, type Listed, type Wanted } from "./inventory-list.ts";
import { knownPowerSql, withPower } from "./inventory-power.ts";
import { withSources } from "./inventory-sources.ts";
import { containsSql, namedSql } from "./named.ts";

const RoleRow = IamRole.omit({ sources: true }).extend({
  accountId: z.uuid(),
  trust: TrustSummary,
  trustGrade: TrustGrade,
});

const ROLES: Listed<typeof RoleRow> = {
  table: "iam_role",
  alias: "r",
  row: RoleRow,
  expressions: { power: knownPowerSql("r") },
  sorts: {
    roleName: { expression: Prisma.sql`r.role_name`, type: "text", required: true },
    createdAt: { expression: Prisma.sql`r.created_at`, type: "timestamptz", required: true },
    lastUsed: { expression: Prisma.sql`r.last_used_at`, type: "timestamptz" },
  },
};

async function selectRoles(tx: TenantTx, wanted: Wanted): Promise<Page<IamRole>> {
  const { slice } = wanted;
  const page = await inventoryPage(tx, ROLES, wanted);
  const items = await withSources(tx, slice, page.items, () => INVENTORY.role.tellings);
  const roles = items.map(({ trustGrade: grade, ...role }) => ({ ...role, trust: { ...role.trust, grade } }));
  return { ...page, items: await withPower(tx, slice, "role", roles) };
}

/** One page of the roles that exist, or existed at `input.asOf`. */
export async function listRoleRows(tx: TenantTx, input: ListRolesInput): Promise<Page<IamRole>> {
  const where = [
    await namedSql(tx, Prisma.sql`r.id`, "iam_role", input),
    input.q ? containsSql([Prisma.sql`r.role_name`], input.q) : null,
    input.kind ? Prisma.sql`r.kind = ${input.kind}` : null,
    input.grade ? Prisma.sql`r.trust_grade = ${input.grade}` : null,
  ];
  const { sort, cursor, limit } = input;
  const byUse = input.grade !== undefined || sort.endsWith("lastUsed");
  return selectRoles(tx, { slice: input, where, sort, cursor, limit, byUse });
}

/** One role, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export async function findRole(tx: TenantTx, id: string, asOf?: Date): Promise<IamRole | null> {
  const wanted = { slice: { id, asOf }, where: [], sort: "roleName", limit: 1 };
  return (await selectRoles(tx, wanted)).items[0] ?? null;
}

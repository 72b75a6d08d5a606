import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { clientOf, rowsOf } from "../sql/rows.ts";
import type { AuthTx, TenantTx } from "../sql/transaction.ts";

type NewPerson = { id: string; email: string; name: string; passwordHash: string; createdAt: Date };

/** @returns false if another person has this e-mail address, also where both sign up at the same moment */
export async function insertPerson(tx: AuthTx, person: NewPerson): Promise<boolean> {
  const { count } = await clientOf(tx).person.createMany({ data: [person], skipDuplicates: true });
  return count === 1;
}

/** The person of an e-mail address, which is kept in lower case. */
export const findPersonByEmail = (tx: AuthTx, email: string): Promise<{ id: string; passwordHash: string } | null> =>
  clientOf(tx).person.findUnique({ where: { email }, select: { id: true, passwordHash: true } });

/** Makes a tenant with its first member. */
export async function insertTenant(
  tx: AuthTx,
  { personId, ...tenant }: { id: string; name: string; createdAt: Date; personId: string },
): Promise<void> {
  await clientOf(tx).tenant.create({ data: tenant });
  const { id: tenantId, createdAt } = tenant;
  await clientOf(tx).membership.create({ data: { tenantId, personId, createdAt } });
}

/** The tenant of which a person has been a member for the longest time; null: of none. */
export async function findFirstTenantId(tx: AuthTx, personId: string): Promise<string | null> {
  const membership = await clientOf(tx).membership.findFirst({ where: { personId }, orderBy: { createdAt: "asc" } });
  return membership?.tenantId ?? null;
}

export async function isMember(tx: AuthTx, of: { tenantId: string; personId: string }): Promise<boolean> {
  return (await clientOf(tx).membership.count({ where: of })) > 0;
}

const Membership = z.object({ tenantId: z.uuid(), tenantName: z.string(), email: z.string(), personName: z.string() });

/** The tenants of a person by name, each with the person. */
export const listMembershipRows = (tx: AuthTx, personId: string): Promise<z.output<typeof Membership>[]> =>
  rowsOf(
    tx,
    Membership,
    Prisma.sql`
    SELECT t.id AS "tenantId", t.name AS "tenantName", p.email, p.name AS "personName"
    FROM membership m JOIN tenant t ON t.id = m.tenant_id JOIN person p ON p.id = m.person_id
    WHERE m.person_id = ${personId}::uuid ORDER BY t.name, t.id`,
  );

/** The name of the transaction's tenant. */
export async function getTenantName(tx: TenantTx): Promise<string> {
  const { name } = await clientOf(tx).tenant.findFirstOrThrow({ select: { name: true } });
  return name;
}

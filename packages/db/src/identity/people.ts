import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { clientOf, rowsOf } from "../sql/rows.ts";
import type { AuthTx, TenantTx } from "../sql/transaction.ts";

/** `emailProvedAt`: when the address was shown to be theirs; null: it was not. */
type NewPerson = {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  createdAt: Date;
  emailProvedAt: Date | null;
};

/** @returns false if another person has this e-mail address, also where both come at the same moment */
export async function insertPerson(tx: AuthTx, person: NewPerson): Promise<boolean> {
  const { count } = await clientOf(tx).person.createMany({ data: [person], skipDuplicates: true });
  return count === 1;
}

/** The person of an e-mail address, which is kept in lower case. */
export const findPersonByEmail = (
  tx: AuthTx,
  email: string,
): Promise<Pick<NewPerson, "id" | "name" | "passwordHash" | "emailProvedAt"> | null> =>
  clientOf(tx).person.findUnique({
    where: { email },
    select: { id: true, name: true, passwordHash: true, emailProvedAt: true },
  });

/** Sets what a person is called and signs in with, once the address was shown to be theirs. */
export async function setPerson(
  tx: AuthTx,
  id: string,
  changes: Partial<Pick<NewPerson, "name" | "passwordHash" | "emailProvedAt">>,
): Promise<void> {
  await clientOf(tx).person.updateMany({ where: { id }, data: changes });
}

type NewTenant = { id: string; name: string; createdAt: Date };

/** Makes a tenant that nobody is a member of yet. */
export async function insertEmptyTenant(tx: AuthTx, tenant: NewTenant): Promise<void> {
  await clientOf(tx).tenant.create({ data: tenant });
}

/** Makes somebody a member of a tenant; who is one already stays one. */
export async function insertMember(
  tx: AuthTx,
  member: { tenantId: string; personId: string; createdAt: Date },
): Promise<void> {
  await clientOf(tx).membership.createMany({ data: [member], skipDuplicates: true });
}

/** The name of any tenant; null if there is none of this id. */
export async function findTenantName(tx: AuthTx, id: string): Promise<string | null> {
  const tenant = await clientOf(tx).tenant.findUnique({ where: { id }, select: { name: true } });
  return tenant?.name ?? null;
}

const Email = z.object({ email: z.string() });

/** Those of some addresses that are members' of the transaction's tenant. */
export const listMemberEmails = async (tx: TenantTx, emails: readonly string[]): Promise<string[]> =>
  (
    await rowsOf(
      tx,
      Email,
      Prisma.sql`
      SELECT p.email FROM person p JOIN membership m ON m.person_id = p.id WHERE p.email = ANY (${emails}::text[])`,
    )
  ).map(({ email }) => email);

/** Makes a tenant with its first member. */
export async function insertTenant(
  tx: AuthTx,
  { personId, ...tenant }: NewTenant & { personId: string },
): Promise<void> {
  await insertEmptyTenant(tx, tenant);
  await insertMember(tx, { tenantId: tenant.id, personId, createdAt: tenant.createdAt });
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

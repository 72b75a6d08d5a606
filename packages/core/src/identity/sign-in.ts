import { hash, verify } from "@node-rs/argon2";
import { identity } from "@rolecall/db";
import { AppError, MS_PER_DAY, type SessionOfPerson, type SignUpInput } from "@rolecall/domain";
import type { Deps } from "../context.ts";

/** A sign-in lasts this long without being renewed. */
const SESSION_DAYS = 14;

/** Argon2id with the package's defaults, which are OWASP's: 19 MiB, 2 passes, 1 lane. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Compared against when no such person exists, so that the answer takes the same time. */
const absentHash = hashPassword("nobody has this password");

/**
 * Makes a person with a tenant of their own.
 *
 * @param options.isVouchedFor whether somebody who knows the person hands the password over, so that the address counts as proved
 * @throws AppError CONFLICT if the e-mail address is taken.
 */
export async function signUp(
  deps: Deps,
  input: SignUpInput,
  { isVouchedFor = false } = {},
): Promise<{ personId: string; tenantId: string }> {
  const passwordHash = await hashPassword(input.password);
  const [personId, tenantId, createdAt] = [deps.newId(), deps.newId(), deps.now()];
  await deps.db.asAuth(async (tx) => {
    const emailProvedAt = isVouchedFor ? createdAt : null;
    const person = { id: personId, email: input.email, name: input.name, passwordHash, createdAt, emailProvedAt };
    // Not looked up first: of two who sign up at the same moment, one must hear of the other.
    if (!(await identity.insertPerson(tx, person))) {
      throw new AppError(
        "CONFLICT",
        "This e-mail address cannot be used. Sign in if it is yours, or take another one.",
        { details: { field: "email" } },
      );
    }
    await identity.insertTenant(tx, { id: tenantId, name: input.tenantName, createdAt, personId });
  });
  return { personId, tenantId };
}

/** Adds a tenant to a person who has an account already. */
export async function joinNewTenant(
  deps: Deps,
  input: { personId: string; tenantName: string },
): Promise<{ tenantId: string }> {
  const [tenantId, createdAt] = [deps.newId(), deps.now()];
  const tenant = { id: tenantId, name: input.tenantName, createdAt, personId: input.personId };
  await deps.db.asAuth((tx) => identity.insertTenant(tx, tenant));
  return { tenantId };
}

/** @returns null if there is no such person or the password is wrong; which of the two is not told, nor by the time it takes. */
export async function verifyPassword(
  deps: Deps,
  input: { email: string; password: string },
): Promise<{ personId: string } | null> {
  const person = await deps.db.asAuth((tx) => identity.findPersonByEmail(tx, input.email.trim().toLowerCase()));
  const matches = await verify(person?.passwordHash ?? (await absentHash), input.password);
  return person && matches ? { personId: person.id } : null;
}

/**
 * Opens a session in the person's first tenant.
 *
 * @throws AppError FORBIDDEN if the person belongs to no tenant.
 */
export function openSession(deps: Deps, input: { personId: string }): Promise<{ sessionId: string }> {
  const [sessionId, createdAt] = [deps.newId(), deps.now()];
  return deps.db.asAuth(async (tx) => {
    const tenantId = await identity.findFirstTenantId(tx, input.personId);
    if (!tenantId) throw new AppError("FORBIDDEN", "You belong to no organisation. Ask for an invitation.");
    const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * MS_PER_DAY);
    await identity.insertSession(tx, { id: sessionId, personId: input.personId, tenantId, createdAt, expiresAt });
    return { sessionId };
  });
}

/** Who a session belongs to, looked up on each request. Null if it is closed, expired, or the person is no member any more. */
export function resolveSession(deps: Deps, sessionId: string): Promise<SessionOfPerson | null> {
  return deps.db.asAuth(async (tx) => {
    const session = await identity.findSession(tx, sessionId);
    if (!session || session.closedAt || session.expiresAt <= deps.now()) return null;
    const memberships = await identity.listMembershipRows(tx, session.personId);
    const active = memberships.find(({ tenantId }) => tenantId === session.tenantId);
    if (!active) return null;
    const { tenantId, tenantName, email, personName } = active;
    return {
      ...{ sessionId, personId: session.personId, email, name: personName, tenantId, tenantName },
      tenants: memberships.map((membership) => ({ tenantId: membership.tenantId, name: membership.tenantName })),
    };
  });
}

/**
 * Looks at another of the person's tenants from now on.
 *
 * @throws AppError NOT_FOUND if the person is no member of it.
 */
export function switchTenant(
  deps: Deps,
  { sessionId, tenantId }: { sessionId: string; tenantId: string },
): Promise<void> {
  return deps.db.asAuth(async (tx) => {
    const session = await identity.findSession(tx, sessionId);
    if (!session || !(await identity.isMember(tx, { tenantId, personId: session.personId }))) {
      throw new AppError("NOT_FOUND", "No such organisation");
    }
    await identity.setSessionTenant(tx, sessionId, tenantId);
  });
}

/** Signs out: the session is dead on the next request. */
export async function closeSession(deps: Deps, sessionId: string): Promise<void> {
  await deps.db.asAuth((tx) => identity.closeSession(tx, sessionId, deps.now()));
}

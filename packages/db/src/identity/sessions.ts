import { clientOf } from "../sql/rows.ts";
import type { AuthTx } from "../sql/transaction.ts";

/** A sign-in. `tenantId`: the tenant that is looked at. */
export type SessionRow = {
  id: string;
  personId: string;
  tenantId: string;
  createdAt: Date;
  expiresAt: Date;
  closedAt: Date | null;
};

export async function insertSession(tx: AuthTx, session: Omit<SessionRow, "closedAt">): Promise<void> {
  await clientOf(tx).webSession.create({ data: session });
}

/** One sign-in, also one that is closed or expired. */
export const findSession = (tx: AuthTx, id: string): Promise<SessionRow | null> =>
  clientOf(tx).webSession.findUnique({ where: { id } });

export async function setSessionTenant(tx: AuthTx, id: string, tenantId: string): Promise<void> {
  await clientOf(tx).webSession.updateMany({ where: { id }, data: { tenantId } });
}

/** Closes a sign-in; one that is closed keeps its time. */
export async function closeSession(tx: AuthTx, id: string, closedAt: Date): Promise<void> {
  await clientOf(tx).webSession.updateMany({ where: { id, closedAt: null }, data: { closedAt } });
}

/** Closes all sign-ins of a person. */
export async function closeSessionsOf(tx: AuthTx, personId: string, closedAt: Date): Promise<void> {
  await clientOf(tx).webSession.updateMany({ where: { personId, closedAt: null }, data: { closedAt } });
}

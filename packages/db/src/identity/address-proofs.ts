import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { clientOf, execute, firstRowOf, rowsOf } from "../sql/rows.ts";
import type { AuthTx, TenantTx } from "../sql/transaction.ts";

/**
 * A link that is mailed to an address. `sign_up`: a tenant of the row's id is made when it is opened. `member`: the person joins the
 * tenant. `recipient`: the address receives the tenant's reports.
 */
export const AddressProof = z.object({
  tenantId: z.uuid(),
  id: z.uuid(),
  kind: z.enum(["sign_up", "member", "recipient"]),
  email: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  usedAt: z.date().nullable(),
});
export type AddressProof = z.output<typeof AddressProof>;

type NewProof = Omit<AddressProof, "usedAt">;

export async function insertProof(tx: TenantTx | AuthTx, proof: NewProof): Promise<void> {
  await clientOf(tx).addressProof.createMany({ data: [{ ...proof, status: "waiting" }] });
}

const COLUMNS = columnsOf(AddressProof, "p");

export const findProof = (tx: TenantTx | AuthTx, of: { tenantId: string; id: string }): Promise<AddressProof | null> =>
  firstRowOf(
    tx,
    AddressProof,
    Prisma.sql`SELECT ${COLUMNS} FROM address_proof p WHERE p.tenant_id = ${of.tenantId}::uuid AND p.id = ${of.id}::uuid`,
  );

/** Uses a proof up. In one statement: of two who open a link at the same moment, one finds it used. @returns whether it was open */
export const useProof = async (
  tx: TenantTx | AuthTx,
  of: { tenantId: string; id: string },
  at: Date,
): Promise<boolean> =>
  (await execute(
    tx,
    Prisma.sql`
    UPDATE address_proof SET used_at = ${instantSql(at)}
    WHERE tenant_id = ${of.tenantId}::uuid AND id = ${of.id}::uuid AND used_at IS NULL AND expires_at > ${instantSql(at)}`,
  )) === 1;

/** Invitations of all tenants that nobody has opened yet, newest first. */
export const listOpenInvitations = (tx: AuthTx, now: Date): Promise<AddressProof[]> =>
  rowsOf(
    tx,
    AddressProof,
    Prisma.sql`
    SELECT ${COLUMNS} FROM address_proof p
    WHERE p.kind <> 'recipient' AND p.used_at IS NULL AND p.expires_at > ${instantSql(now)} ORDER BY p.created_at DESC, p.id LIMIT 200`,
  );

const RecipientState = z.object({ email: z.string(), isConfirmed: z.boolean(), isAsked: z.boolean() });

/** Of some addresses: whether they have agreed to receive the tenant's reports, and whether they are being asked. */
export const listRecipientStates = (
  tx: TenantTx,
  { emails, now }: { emails: readonly string[]; now: Date },
): Promise<z.output<typeof RecipientState>[]> =>
  rowsOf(
    tx,
    RecipientState,
    Prisma.sql`
    SELECT p.email, bool_or(p.used_at IS NOT NULL) AS "isConfirmed",
      bool_or(p.used_at IS NULL AND p.expires_at > ${instantSql(now)}) AS "isAsked"
    FROM address_proof p WHERE p.kind = 'recipient' AND p.email = ANY (${emails}::text[]) GROUP BY p.email`,
  );

/** How many recipients the tenant has had asked since an instant. */
export const countRecipientsAsked = (tx: TenantTx, since: Date): Promise<number> =>
  clientOf(tx).addressProof.count({ where: { kind: "recipient", createdAt: { gte: since } } });

const ProofToMail = AddressProof.extend({ attempts: z.int() });
/** A proof whose link is being mailed; `attempts` counts this one. */
export type ProofToMail = z.output<typeof ProofToMail>;

/** Shows that a link is being mailed; null if it is mailed, used, or its pause lasts. */
export const beginProofAttempt = (tx: TenantTx, id: string, now: Date): Promise<ProofToMail | null> =>
  firstRowOf(
    tx,
    ProofToMail,
    Prisma.sql`
    UPDATE address_proof p SET status = 'sending', attempts = p.attempts + 1, next_attempt_at = NULL
    WHERE p.id = ${id}::uuid AND p.status IN ('waiting', 'sending') AND p.used_at IS NULL AND p.expires_at > ${instantSql(now)}
      AND (p.next_attempt_at IS NULL OR p.next_attempt_at <= now())
    RETURNING ${COLUMNS}, p.attempts`,
  );

/** Shows what became of the mail. `pauseSeconds`: until it may be tried again; null: it has failed. */
export async function setProofMailed(
  tx: TenantTx,
  id: string,
  outcome: { sent: true } | { sent: false; lastError: string; pauseSeconds: number | null },
): Promise<void> {
  const [status, lastError, pauseSeconds] = outcome.sent
    ? ["sent", null, null]
    : [outcome.pauseSeconds === null ? "failed" : "waiting", outcome.lastError, outcome.pauseSeconds];
  await execute(
    tx,
    Prisma.sql`
    UPDATE address_proof SET status = ${status}, last_error = ${lastError},
      next_attempt_at = now() + make_interval(secs => ${pauseSeconds}::int)
    WHERE id = ${id}::uuid`,
  );
}

import { identity, reports, type TenantTx } from "@rolecall/db";
import { AppError, MS_PER_DAY } from "@rolecall/domain";
import { audit } from "../audit.ts";
import { type Ctx, type Deps, systemCtx } from "../context.ts";
import { enqueueMail } from "../identity/invitations.ts";
import { findOpenProof, insertProof, type Proof, tenantOfLink } from "../identity/proof-links.ts";

/** How many addresses outside the organisation it may have asked within a day. */
const ASKED_PER_DAY = 20;

/** Where an address stands: only who agreed is mailed, and members have. */
export type Standing = "agreed" | "asked" | "silent";

/** Where each of some addresses stands. */
export async function standingsOf(
  ctx: Pick<Ctx, "now">,
  tx: TenantTx,
  emails: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const members = new Set(await identity.listMemberEmails(tx, emails));
  const states = new Map(
    (await identity.listRecipientStates(tx, { emails, now: ctx.now() })).map((state) => [state.email, state]),
  );
  const standing = (email: string): Standing => {
    const state = states.get(email);
    if (members.has(email) || state?.isConfirmed) return "agreed";
    return state?.isAsked ? "asked" : "silent";
  };
  return new Map(emails.map((email) => [email, standing(email)]));
}

/**
 * Has those of some addresses asked that are no members', have not agreed, and are not being asked.
 *
 * @returns the links that are to be mailed, by `mailAsked`, after the transaction
 * @throws AppError TOO_MANY where the organisation has had too many asked within a day
 */
export async function askRecipients(ctx: Ctx, tx: TenantTx, emails: readonly string[]): Promise<Proof[]> {
  const standings = await standingsOf(ctx, tx, emails);
  const silent = emails.filter((email) => standings.get(email) === "silent");
  if (silent.length === 0) return [];
  const asked = await identity.countRecipientsAsked(tx, new Date(ctx.now().getTime() - MS_PER_DAY));
  if (asked + silent.length > ASKED_PER_DAY) {
    throw new AppError(
      "TOO_MANY",
      `recipients: ${silent.length} of these addresses are no members' and have to agree first. At most ${ASKED_PER_DAY} are asked within a day, and ${asked} were. Name fewer, or wait until tomorrow.`,
      { details: { field: "recipients" } },
    );
  }
  const proofs: Proof[] = [];
  for (const email of silent)
    proofs.push(await insertProof(ctx, tx, { tenantId: ctx.tenantId, kind: "recipient", email }));
  return proofs;
}

/** Has the links mailed. */
export async function mailAsked(ctx: Ctx, proofs: readonly Proof[]): Promise<void> {
  for (const proof of proofs) await enqueueMail(ctx, proof);
}

type Asked = { email: string; tenantName: string };

const inTenantOf = async <T>(
  deps: Deps,
  token: string,
  work: (tx: TenantTx, proof: Proof) => Promise<T>,
): Promise<T | null> => {
  const tenantId = tenantOfLink(deps, token);
  if (!tenantId) return null;
  return deps.db.inTenant(tenantId, async (tx) => {
    const proof = await findOpenProof(deps, tx, token);
    return proof?.kind === "recipient" ? work(tx, proof) : null;
  });
};

/** Who asks an address for leave to send reports; null if the link is not ours, was used, or has expired. */
export const describeConfirmation = (deps: Deps, token: string): Promise<Asked | null> =>
  inTenantOf(deps, token, async (tx, { email }) => ({ email, tenantName: await identity.getTenantName(tx) }));

/** An address agrees to receive an organisation's reports: those that wait for it go out. Null if the link is not open. */
export const confirmRecipient = (deps: Deps, token: string): Promise<Asked | null> =>
  inTenantOf(deps, token, async (tx, proof) => {
    if (!(await identity.useProof(tx, proof, deps.now()))) return null;
    const { tenantId, email } = proof;
    await reports.releaseHeldMails(tx, email, new Date(deps.now().getTime() - 14 * MS_PER_DAY));
    const ctx = { ...systemCtx(deps, tenantId), actor: { kind: "system" as const, id: null, label: email } };
    await audit(ctx, tx, "report_recipient.confirmed", email);
    return { email, tenantName: await identity.getTenantName(tx) };
  });

import { type AuthTx, identity, type TenantTx } from "@rolecall/db";
import { MS_PER_DAY } from "@rolecall/domain";
import type { Deps } from "../context.ts";
import { readLink, signLink } from "./signed-links.ts";

export type Proof = identity.AddressProof;
type ProofKey = Pick<Proof, "tenantId" | "id">;

/** For how long a link that is mailed to an address is good. */
const GOOD_FOR_DAYS: Readonly<Record<Proof["kind"], number>> = { sign_up: 1, member: 7, recipient: 14 };

const PURPOSE = "address proof";
/** Whoever may say that an address wants no mail may not also say that it is theirs: mail programs follow the links of headers. */
const REFUSAL = "mail refusal";

/** Notes that an address is to be proved by a link. The link is mailed by `mailProof`. */
export async function insertProof(
  deps: Deps,
  tx: TenantTx | AuthTx,
  { tenantId, kind, email }: Pick<Proof, "tenantId" | "kind" | "email">,
): Promise<Proof> {
  const createdAt = deps.now();
  const expiresAt = new Date(createdAt.getTime() + GOOD_FOR_DAYS[kind] * MS_PER_DAY);
  const proof = { tenantId, id: deps.newId(), kind, email, createdAt, expiresAt };
  await identity.insertProof(tx, proof);
  return { ...proof, usedAt: null };
}

/** Where the link of a proof leads. */
export function proofUrl(deps: Deps, { tenantId, id, kind, expiresAt }: Proof): string {
  const page = kind === "recipient" ? "confirm" : "invitation";
  return `${deps.settings.publicUrl}/${page}/${signLink(deps, PURPOSE, [tenantId, id], expiresAt)}`;
}

/** Where the address says that it wants no mail, in one click. */
export const refusalUrl = (deps: Deps, { tenantId, id, expiresAt }: Proof): string =>
  `${deps.settings.publicUrl}/api/refuse-mail/${signLink(deps, REFUSAL, [tenantId, id], expiresAt)}`;

function readKey(deps: Deps, purpose: string, token: string): ProofKey | null {
  const [tenantId, id] = readLink(deps, purpose, token) ?? [];
  return tenantId && id ? { tenantId, id } : null;
}

/** The proof that a link is of, if it is open; null also where it was used, or has expired. */
export async function findOpenProof(deps: Deps, tx: TenantTx | AuthTx, token: string): Promise<Proof | null> {
  const key = readKey(deps, PURPOSE, token);
  const proof = key && (await identity.findProof(tx, key));
  return proof && !proof.usedAt && proof.expiresAt > deps.now() ? proof : null;
}

/** The tenant that a link is of, before the proof itself is looked for there. */
export const tenantOfLink = (deps: Deps, token: string): string | null =>
  readKey(deps, PURPOSE, token)?.tenantId ?? null;

/** Keeps all mail of this installation from the address that a link was mailed to. Safe to repeat. @returns the address; null if the link is not ours */
export async function refuseMail(deps: Deps, token: string): Promise<string | null> {
  const key = readKey(deps, REFUSAL, token) ?? readKey(deps, PURPOSE, token);
  if (!key) return null;
  return deps.db.asAuth(async (tx) => {
    const proof = await identity.findProof(tx, key);
    if (!proof) return null;
    await identity.insertMailRefusal(tx, proof.email, deps.now());
    return proof.email;
  });
}

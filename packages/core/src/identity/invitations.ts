import { type AuthTx, identity } from "@rolecall/db";
import { type AcceptInvitationInput, AppError, type Invitation, type RequestSignUpInput } from "@rolecall/domain";
import type { Deps } from "../context.ts";
import { mailProof } from "./mail-proof.ts";
import { assertStrongPassword } from "./password-strength.ts";
import { findOpenProof, insertProof, type Proof, proofUrl } from "./proof-links.ts";
import { hashPassword } from "./sign-in.ts";

const HOUR = 3_600;
const SIGN_UPS_FROM_ADDRESS = { name: "sign-up from address", attempts: 60, seconds: HOUR };
/** Mails to one address that somebody asks for who need not be the one who reads it. */
const SIGN_UPS_OF_EMAIL = { name: "sign-up of email", attempts: 3, seconds: 24 * HOUR };
/** Mails to strangers in a day, over the whole installation. */
const SIGN_UPS = { name: "sign-up", attempts: 1_000, seconds: 24 * HOUR };

type Person = Awaited<ReturnType<typeof identity.findPersonByEmail>>;

/**
 * Has a link mailed to an address by which it can get an account and an organisation. The answer is the same whether the address has an
 * account or not, and whether a mail goes out or too many have.
 *
 * @param address the network address of the visitor
 * @throws AppError TOO_MANY for visitors from this address
 */
export async function requestSignUp(
  deps: Deps,
  { email, address }: RequestSignUpInput & { address: string },
): Promise<void> {
  const { attempts } = deps.db;
  const { waitSeconds } = await attempts.count(SIGN_UPS_FROM_ADDRESS, address);
  if (waitSeconds > 0) {
    throw new AppError("TOO_MANY", `Too many attempts. Try again in ${Math.ceil(waitSeconds / 60)} minutes.`);
  }
  const [ofEmail, all] = await Promise.all([attempts.count(SIGN_UPS_OF_EMAIL, email), attempts.count(SIGN_UPS, "")]);
  if (ofEmail.waitSeconds > 0 || all.waitSeconds > 0) return;
  const proof = await deps.db.asAuth((tx) => insertProof(deps, tx, { tenantId: deps.newId(), kind: "sign_up", email }));
  await enqueueMail(deps, proof);
}

/** Has the link mailed; where the queue is away, the sweep does. */
export const enqueueMail = (deps: Deps, { tenantId, id: proofId }: Proof): Promise<void> =>
  mailProof.enqueue(deps, { tenantId, proofId }).catch(() => undefined);

/** What is asked of whoever opens a link: who has an account keeps its name and password. */
const asksOf = (proof: Proof, person: Person): Invitation["asks"] => ({
  name: person === null,
  // Nobody has shown yet that the address is theirs: whoever made the account may be somebody else, and knows its password.
  password: person === null || person.emailProvedAt === null,
  tenantName: proof.kind === "sign_up",
});

/** What a link is for, without using it up; null if it is not ours, was used, or has expired. */
export const describeInvitation = (deps: Deps, token: string): Promise<Invitation | null> =>
  deps.db.asAuth(async (tx) => {
    const proof = await findOpenProof(deps, tx, token);
    if (!proof || proof.kind === "recipient") return null;
    const person = await identity.findPersonByEmail(tx, proof.email);
    const tenantName = proof.kind === "member" ? await identity.findTenantName(tx, proof.tenantId) : null;
    return { email: proof.email, tenantName, asks: asksOf(proof, person) };
  });

/** What was given where it is asked for. @throws AppError INVALID naming the field */
function given(input: AcceptInvitationInput, field: keyof AcceptInvitationInput, isAsked: boolean): string | null {
  if (!isAsked) return null;
  const value = input[field];
  if (value) return value;
  throw new AppError("INVALID", `${field}: it is asked for`, { details: { field } });
}

/** Makes the person of an address, or gives the account to whoever the address belongs to. @returns the person's id */
async function settlePerson(
  deps: Deps,
  tx: AuthTx,
  person: Person,
  { email, name, passwordHash }: { email: string; name: string | null; passwordHash: string | null },
): Promise<string> {
  const now = deps.now();
  if (!person) {
    const made = { id: deps.newId(), email, name: name ?? email, passwordHash: passwordHash ?? "", createdAt: now };
    if (await identity.insertPerson(tx, { ...made, emailProvedAt: now })) return made.id;
    throw new AppError("CONFLICT", "This address has just got an account by another link. Open this one again.");
  }
  if (passwordHash === null) return person.id;
  await identity.setPerson(tx, person.id, { passwordHash, emailProvedAt: now });
  await identity.closeSessionsOf(tx, person.id, now);
  return person.id;
}

async function joinTenant(
  deps: Deps,
  tx: AuthTx,
  proof: Proof,
  joining: { personId: string; tenantName: string | null },
) {
  const { tenantId, email } = proof;
  const { personId, tenantName } = joining;
  const createdAt = deps.now();
  if (tenantName !== null) return identity.insertTenant(tx, { id: tenantId, name: tenantName, createdAt, personId });
  await identity.insertMember(tx, { tenantId, personId, createdAt });
  await identity.insertAuditEvent(tx, tenantId, {
    ...{ id: deps.newId(), at: createdAt, actor: email, action: "member.joined", subject: personId, detail: { email } },
  });
}

/**
 * Opens a link: the address is proved, its person is made where there is none, and joins the tenant or gets one of their own. An account
 * whose address nobody had proved gets the password that is given now, and all its sessions end.
 *
 * @throws AppError NOT_FOUND if the link is not ours, was used or has expired; INVALID naming the field
 */
export async function acceptInvitation(
  deps: Deps,
  token: string,
  input: AcceptInvitationInput,
): Promise<{ email: string; hasNewPassword: boolean }> {
  const invitation = await describeInvitation(deps, token);
  if (!invitation) throw unknownLink();
  const { email, asks } = invitation;
  const [name, tenantName, password] = [
    given(input, "name", asks.name),
    given(input, "tenantName", asks.tenantName),
    given(input, "password", asks.password),
  ];
  if (password !== null)
    await assertStrongPassword(password, [email, name ?? "", tenantName ?? invitation.tenantName ?? ""]);
  const passwordHash = password === null ? null : await hashPassword(password);
  await deps.db.asAuth(async (tx) => {
    const proof = await findOpenProof(deps, tx, token);
    if (!proof || !(await identity.useProof(tx, proof, deps.now()))) throw unknownLink();
    const person = await identity.findPersonByEmail(tx, email);
    const personId = await settlePerson(deps, tx, person, { email, name, passwordHash });
    await joinTenant(deps, tx, proof, { personId, tenantName });
  });
  return { email, hasNewPassword: password !== null };
}

const unknownLink = (): AppError =>
  new AppError("NOT_FOUND", "This link was used already, or has expired. Ask for a new one.");

/** An invitation that nobody has opened, with its link: for whoever runs the installation. */
export type OpenInvitation = Pick<Proof, "kind" | "email" | "createdAt" | "expiresAt"> & { link: string };

/** Invitations that nobody has opened yet, newest first: where there is no mail server, their links are handed over by hand. */
export async function listOpenInvitations(deps: Deps): Promise<OpenInvitation[]> {
  const proofs = await deps.db.asAuth((tx) => identity.listOpenInvitations(tx, deps.now()));
  return proofs.map((proof) => {
    const { kind, email, createdAt, expiresAt } = proof;
    return { kind, email, link: proofUrl(deps, proof), createdAt, expiresAt };
  });
}

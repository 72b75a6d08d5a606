import { randomBytes } from "node:crypto";
import { identity } from "@rolecall/db";
import { SignUpInput } from "@rolecall/domain";
import { type Deps, systemCtx } from "../context.ts";
import { createApiToken } from "./api-tokens.ts";
import { enqueueMail } from "./invitations.ts";
import { insertProof, proofUrl } from "./proof-links.ts";
import { joinNewTenant, signUp } from "./sign-in.ts";

export type CreatedTenant = {
  tenantId: string;
  email: string;
  /** Of a person that was made now; else null. */
  password: string | null;
  apiToken: string;
  /** By which the address joins the tenant; null: its person is a member already. */
  invitation: { link: string; expiresAt: Date } | null;
  /** What was done, in words. */
  done: string;
};

type Joined = Pick<CreatedTenant, "tenantId" | "password" | "invitation" | "done">;

/** Makes the tenant, and has its address invited: nobody is a member before. */
async function invite(deps: Deps, { email, tenantName }: SignUpInput, why: string): Promise<Joined> {
  const tenantId = deps.newId();
  const proof = await deps.db.asAuth(async (tx) => {
    await identity.insertEmptyTenant(tx, { id: tenantId, name: tenantName, createdAt: deps.now() });
    return insertProof(deps, tx, { tenantId, kind: "member", email });
  });
  await enqueueMail(deps, proof);
  const invitation = { link: proofUrl(deps, proof), expiresAt: proof.expiresAt };
  const done = `Made ${tenantName}, which has no member yet. ${why} The link is mailed where a mail server is set; hand it over otherwise.`;
  return { tenantId, password: null, invitation, done };
}

async function join(deps: Deps, input: SignUpInput, isInvited: boolean): Promise<Joined> {
  const { email, tenantName } = input;
  const person = await deps.db.asAuth((tx) => identity.findPersonByEmail(tx, email));
  if (isInvited) return invite(deps, input, `${email} is invited by a link.`);
  if (!person) {
    const { tenantId } = await signUp(deps, input, { isVouchedFor: true });
    const done = `Made ${tenantName} and an account for ${email}, who signs in with this password.`;
    return { tenantId, password: input.password, invitation: null, done };
  }
  if (!person.emailProvedAt) {
    const why = `${email} has an account, but nobody has shown that the address is theirs: they join by a link, with a new password.`;
    return invite(deps, input, why);
  }
  const { tenantId } = await joinNewTenant(deps, { personId: person.id, tenantName });
  const done = `Made ${tenantName}. ${email} had an account already, is its first member, and keeps the password.`;
  return { tenantId, password: null, invitation: null, done };
}

/**
 * Makes a tenant with an API token, for whoever runs the installation, and its first member: a new account with a password to hand over,
 * or an account whose address is proved. Nobody else is joined to it: they are invited by a link.
 *
 * @param input.isInvited whether also somebody new is invited by a link, and chooses their own password
 * @throws ZodError if the e-mail address or the name cannot be used.
 */
export async function createTenant(
  deps: Deps,
  input: { name: string; email: string; password?: string; isInvited?: boolean },
): Promise<CreatedTenant> {
  const parsed = SignUpInput.parse({
    email: input.email,
    password: input.password ?? randomBytes(15).toString("base64url"),
    name: input.email.split("@")[0],
    tenantName: input.name,
  });
  const { tenantId, password, invitation, done } = await join(deps, parsed, input.isInvited ?? false);
  const { token } = await createApiToken(systemCtx(deps, tenantId), { name: "Made with the tenant" });
  return { tenantId, email: parsed.email, password, apiToken: token, invitation, done };
}

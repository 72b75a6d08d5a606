import { randomBytes } from "node:crypto";
import { SignUpInput } from "@rolecall/domain";
import { type Deps, systemCtx } from "../context.ts";
import { createApiToken } from "./api-tokens.ts";
import { findPerson, joinNewTenant, signUp } from "./sign-in.ts";

/** `password` is null if the person had an account before: it stays as it is. */
export type CreatedTenant = { tenantId: string; email: string; password: string | null; apiToken: string };

/**
 * Makes a tenant with its first member and an API token, for whoever runs the installation.
 *
 * @throws ZodError if the e-mail address or the name cannot be used.
 */
export async function createTenant(
  deps: Deps,
  input: { name: string; email: string; password?: string },
): Promise<CreatedTenant> {
  const password = input.password ?? randomBytes(15).toString("base64url");
  const parsed = SignUpInput.parse({
    email: input.email,
    password,
    name: input.email.split("@")[0],
    tenantName: input.name,
  });
  const person = await findPerson(deps, parsed.email);
  const { tenantId } = person
    ? await joinNewTenant(deps, { personId: person.id, tenantName: parsed.tenantName })
    : await signUp(deps, parsed);
  const { token } = await createApiToken(systemCtx(deps, tenantId), { name: "Made with the tenant" });
  return { tenantId, email: parsed.email, password: person ? null : password, apiToken: token };
}

import { type FullRows, insertFullRows } from "@rolecall/db/testing";
import type { Ctx, Deps } from "../context.ts";
import { createApiToken } from "../identity/api-tokens.ts";
import { signUp } from "../identity/sign-in.ts";
import { tenantCtx, testDeps } from "./context.ts";

/** A tenant of a test's own, with one member and an API token. */
export type TestTenant = {
  tenantId: string;
  personId: string;
  email: string;
  password: string;
  apiToken: string;
  /** As the member. */
  ctx: Ctx;
};

/** Makes a tenant that no other test knows, the way a person makes one: by signing up. */
export async function makeTenant(deps: Deps = testDeps()): Promise<TestTenant> {
  const email = `member-${deps.newId()}@rolecall.test`;
  const password = `secret of ${email}`;
  const { personId, tenantId } = await signUp(deps, {
    email,
    password,
    name: "A member",
    tenantName: `Tenant ${email}`,
  });
  const ctx: Ctx = { ...tenantCtx(deps, tenantId), actor: { kind: "person", id: personId, label: email } };
  const { token } = await createApiToken(ctx, { name: "Token of the tests" });
  return { tenantId, personId, email, password, apiToken: token, ctx };
}

/** A tenant that has a row in every table, and the ids of those rows. */
export type FullTenant = TestTenant & FullRows;

/** Makes a tenant that has a row in every table: what a test of the walls between tenants tries to reach. */
export async function makeFullTenant(): Promise<FullTenant> {
  const tenant = await makeTenant();
  return { ...tenant, ...(await insertFullRows(tenant)) };
}

import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "./rows.ts";

/** A tenant of a test's own, with one member. */
export type TenantIds = { tenantId: string; personId: string; email: string };

/** Writes a tenant that no other test knows: its rows alone, nobody can sign in. */
export async function makeTenant(): Promise<TenantIds> {
  const [tenantId, personId] = [uuidv7(), uuidv7()];
  const email = `member-${personId}@rolecall.test`;
  const made = { created_at: new Date().toISOString() };
  await insertRows("person", [{ id: personId, email, name: "A member", password_hash: "none", ...made }]);
  await insertRows("tenant", [{ id: tenantId, name: `Tenant ${email}`, ...made }]);
  await insertRows("membership", [{ tenant_id: tenantId, person_id: personId, ...made }]);
  const token_hash = `\\x${randomBytes(32).toString("hex")}`;
  await insertRows("api_token", [
    { tenant_id: tenantId, id: uuidv7(), name: "Token", prefix: "rc_test", token_hash, created_by: email, ...made },
  ]);
  const event = { action: "api_token.created", subject: personId, detail: {} };
  await insertRows("audit_event", [{ tenant_id: tenantId, id: uuidv7(), at: made.created_at, actor: email, ...event }]);
  return { tenantId, personId, email };
}

import { ownerSql } from "@rolecall/db/testing";
import { SignUpInput } from "@rolecall/domain";
import { describe, expect, test } from "vitest";
import { makeTenant, testDeps } from "../testing/index.ts";
import { createTenant } from "./create-tenant.ts";
import {
  closeSession,
  joinNewTenant,
  openSession,
  resolveSession,
  signUp,
  switchTenant,
  verifyPassword,
} from "./sign-in.ts";

const deps = testDeps();
const DAY_MS = 86_400_000;

const newcomer = (email = `new-${deps.newId()}@rolecall.test`) =>
  SignUpInput.parse({ email, password: "correct horse battery", name: "Ada", tenantName: "Ada's" });

describe("signing up", () => {
  test("makes a person with a tenant of their own", async () => {
    const input = newcomer();
    const { personId, tenantId } = await signUp(deps, input);
    const { sessionId } = await openSession(deps, { personId });
    expect(await resolveSession(deps, sessionId)).toEqual({
      sessionId,
      personId,
      email: input.email,
      name: "Ada",
      tenantId,
      tenantName: "Ada's",
      tenants: [{ tenantId, name: "Ada's" }],
    });
  });

  test("with an address that is taken is refused, whatever its case, and leaves nothing behind", async () => {
    const input = newcomer();
    await signUp(deps, input);
    const countTenants = () =>
      ownerSql("SELECT count(*)::int AS count FROM tenant WHERE name = $1", [`Again ${input.email}`]);
    const again = SignUpInput.parse({ ...input, email: input.email.toUpperCase(), tenantName: `Again ${input.email}` });
    await expect(signUp(deps, again)).rejects.toMatchObject({ code: "CONFLICT", details: { field: "email" } });
    expect((await countTenants()).rows).toEqual([{ count: 0 }]);
  });

  test("twice at the same moment makes one person, and the other attempt hears why", async () => {
    const input = newcomer();
    const results = await Promise.allSettled([signUp(deps, input), signUp(deps, input), signUp(deps, input)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
    }
  });

  test("keeps no password that can be read", async () => {
    const input = newcomer();
    const { personId } = await signUp(deps, input);
    const { rows } = await ownerSql<{ hash: string }>("SELECT password_hash AS hash FROM person WHERE id = $1", [
      personId,
    ]);
    expect(rows[0]?.hash).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/);
    expect(rows[0]?.hash).not.toContain(input.password);
  });
});

describe("a password", () => {
  test("is accepted if it is right, with the address in any case; a wrong one and a stranger's are not", async () => {
    const { email, password, personId } = await makeTenant(deps);
    expect(await verifyPassword(deps, { email, password })).toEqual({ personId });
    expect(await verifyPassword(deps, { email: ` ${email.toUpperCase()} `, password })).toEqual({ personId });
    expect(await verifyPassword(deps, { email, password: `${password}!` })).toBeNull();
    expect(await verifyPassword(deps, { email, password: "" })).toBeNull();
    expect(await verifyPassword(deps, { email: `not-${email}`, password })).toBeNull();
  });

  test("costs the same work where nobody has the address", async () => {
    const { email, password } = await makeTenant(deps);
    const cpuMs = async (address: string) => {
      const before = process.cpuUsage();
      for (let attempt = 0; attempt < 3; attempt += 1)
        await verifyPassword(deps, { email: address, password: `not ${password}` });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    await cpuMs(email);
    const [known, unknown] = [await cpuMs(email), await cpuMs(`not-${email}`)];
    expect(unknown).toBeGreaterThan(known / 3);
  });
});

describe("a session", () => {
  async function signedIn() {
    const tenant = await makeTenant(deps);
    const { sessionId } = await openSession(deps, { personId: tenant.personId });
    expect(await resolveSession(deps, sessionId)).toMatchObject({ tenantId: tenant.tenantId });
    return { ...tenant, sessionId };
  }

  test("that was closed is nobody's on the next request, and closing it again changes nothing", async () => {
    const { sessionId } = await signedIn();
    await closeSession(deps, sessionId);
    expect(await resolveSession(deps, sessionId)).toBeNull();
    await closeSession(deps, sessionId);
    expect(await resolveSession(deps, sessionId)).toBeNull();
  });

  test("ends after 14 days to the millisecond", async () => {
    const { personId } = await makeTenant(deps);
    const openedAt = new Date("2026-06-01T00:00:00Z");
    const at = (ms: number) => testDeps({ now: () => new Date(openedAt.getTime() + ms) });
    const { sessionId } = await openSession(at(0), { personId });
    expect(await resolveSession(at(14 * DAY_MS - 1), sessionId)).not.toBeNull();
    expect(await resolveSession(at(14 * DAY_MS), sessionId)).toBeNull();
  });

  test("of a member who was removed is nobody's at once, also where other tenants remain", async () => {
    const { sessionId, personId, tenantId } = await signedIn();
    const { tenantId: remaining } = await joinNewTenant(deps, { personId, tenantName: "Another" });
    await ownerSql("DELETE FROM membership WHERE tenant_id = $1 AND person_id = $2", [tenantId, personId]);
    expect(await resolveSession(deps, sessionId)).toBeNull();
    const again = await openSession(deps, { personId });
    expect(await resolveSession(deps, again.sessionId)).toMatchObject({ tenantId: remaining });
  });

  test("is not opened for a person without a tenant", async () => {
    const { personId } = await signedIn();
    await ownerSql("DELETE FROM membership WHERE person_id = $1", [personId]);
    await expect(openSession(deps, { personId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("of an id that nobody has is nobody's", async () => {
    expect(await resolveSession(deps, deps.newId())).toBeNull();
  });

  test("is switched to another tenant of the person, and to no other's", async () => {
    const { sessionId, personId, tenantId } = await signedIn();
    const { tenantId: second } = await joinNewTenant(deps, { personId, tenantName: "Second" });
    await switchTenant(deps, { sessionId, tenantId: second });
    expect(await resolveSession(deps, sessionId)).toMatchObject({ tenantId: second, tenantName: "Second" });

    const { tenantId: foreign } = await makeTenant(deps);
    const refusal = (to: string) => switchTenant(deps, { sessionId, tenantId: to }).catch((error: unknown) => error);
    expect(await refusal(foreign)).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusal(foreign)).toEqual(await refusal(deps.newId()));
    expect(await resolveSession(deps, sessionId)).toMatchObject({ tenantId: second });
    await switchTenant(deps, { sessionId, tenantId });
    expect(await resolveSession(deps, sessionId)).toMatchObject({ tenantId });
  });
});

describe("making a tenant for somebody", () => {
  test("gives a password and a token that work", async () => {
    const email = `Owner-${deps.newId()}@rolecall.test`;
    const made = await createTenant(deps, { name: "Acme", email });
    expect(made).toMatchObject({ email: email.toLowerCase(), apiToken: expect.stringMatching(/^rolecall_/) });
    expect(await verifyPassword(deps, { email, password: made.password! })).not.toBeNull();
  });

  test("leaves the password of a person who is known as it is", async () => {
    const { email, password, personId } = await makeTenant(deps);
    const made = await createTenant(deps, { name: "Second", email, password: "another password" });
    expect(made.password).toBeNull();
    expect(await verifyPassword(deps, { email, password })).toEqual({ personId });
    expect(await verifyPassword(deps, { email, password: "another password" })).toBeNull();
  });
});

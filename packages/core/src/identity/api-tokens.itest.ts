import { ownerSql } from "@rolecall/db/testing";
import { expect, test } from "vitest";
import { makeTenant, testDeps } from "../testing/index.ts";
import { createApiToken, listApiTokens, resolveApiToken, revokeApiToken } from "./api-tokens.ts";

const deps = testDeps();
const PAGE = { limit: 50 };

test("a token opens its tenant, named in the audit log by its name", async () => {
  const { ctx, tenantId } = await makeTenant(deps);
  const { id, token } = await createApiToken(ctx, { name: "CI" });
  expect(await resolveApiToken(deps, token)).toEqual({
    tenantId,
    actor: { kind: "api_token", id, label: "API token “CI”" },
  });
});

test("a revoked token opens nothing from then on, and stays revoked since the first time", async () => {
  const { ctx } = await makeTenant(deps);
  const { id, token } = await createApiToken(ctx, { name: "CI" });
  const { revokedAt } = await revokeApiToken(ctx, { id });
  expect(await resolveApiToken(deps, token)).toBeNull();
  expect((await revokeApiToken(ctx, { id })).revokedAt).toEqual(revokedAt);
  const { rows } = await ownerSql("SELECT action FROM audit_event WHERE subject = $1 ORDER BY at, id", [id]);
  expect(rows).toEqual([{ action: "api_token.created" }, { action: "api_token.revoked" }]);
});

test("a token opens no other tenant, nor with another one's id in it", async () => {
  const [mine, theirs] = await Promise.all([makeTenant(deps), makeTenant(deps)]);
  const hex = (id: string) => id.replaceAll("-", "");
  const swapped = mine.apiToken.replace(hex(mine.tenantId), hex(theirs.tenantId));
  expect(swapped).not.toBe(mine.apiToken);
  expect(await resolveApiToken(deps, swapped)).toBeNull();
  expect(await resolveApiToken(deps, mine.apiToken)).toMatchObject({ tenantId: mine.tenantId });
});

test.each([
  ["nothing", () => ""],
  ["a word", () => "rolecall"],
  ["the tenant without a secret", (token: string) => token.slice(0, 42)],
  ["a secret that is too short", (token: string) => token.slice(0, -1)],
  ["a secret that is too long", (token: string) => `${token}A`],
  ["one letter changed", (token: string) => token.slice(0, -1) + (token.endsWith("A") ? "B" : "A")],
  ["capital letters", (token: string) => token.toUpperCase()],
  ["white space", (token: string) => `${token}\n`],
  ["a tenant of zeros", (token: string) => token.replace(/[0-9a-f]{32}/, "0".repeat(32))],
])("%s in the place of a token opens nothing", async (_, make) => {
  const { apiToken } = await makeTenant(deps);
  expect(await resolveApiToken(deps, make(apiToken))).toBeNull();
});

test("a token is shown once: neither the list nor the database holds it", async () => {
  const { ctx, tenantId, apiToken } = await makeTenant(deps);
  const { items } = await listApiTokens(ctx, PAGE);
  expect(items).toHaveLength(1);
  const secret = apiToken.slice(-43);
  expect(JSON.stringify(items)).not.toContain(secret);
  const { rows } = await ownerSql(
    `SELECT to_jsonb(t)::text || coalesce((SELECT string_agg(to_jsonb(e)::text, '') FROM audit_event e WHERE e.tenant_id = t.tenant_id), '') AS everything
     FROM api_token t WHERE tenant_id = $1`,
    [tenantId],
  );
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test("the last use is told, written once a minute at the most", async () => {
  const { ctx, apiToken } = await makeTenant(deps);
  const start = Date.parse("2026-06-01T00:00:00Z");
  const useAt = async (ms: number) => {
    await resolveApiToken(testDeps({ now: () => new Date(start + ms) }), apiToken);
    return (await listApiTokens(ctx, PAGE)).items[0]?.lastUsedAt?.getTime();
  };
  expect(await useAt(0)).toBe(start);
  expect(await useAt(60_000)).toBe(start);
  expect(await useAt(60_001)).toBe(start + 60_001);
});

test("a foreign token cannot be revoked, and the answer is that for an unknown one", async () => {
  const [mine, theirs] = await Promise.all([makeTenant(deps), makeTenant(deps)]);
  const { items } = await listApiTokens(theirs.ctx, PAGE);
  const refusal = (id: string) => revokeApiToken(mine.ctx, { id }).catch((error: unknown) => error);
  expect(await refusal(items[0]!.id)).toMatchObject({ code: "NOT_FOUND" });
  expect(await refusal(items[0]!.id)).toEqual(await refusal(deps.newId()));
  expect(await resolveApiToken(deps, theirs.apiToken)).not.toBeNull();
});

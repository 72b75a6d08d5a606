import { type FullTenant, makeFullTenant, testDeps } from "@rolecall/core/testing";
import { beforeAll, expect, test } from "vitest";
import { handleRest } from "./rest.ts";

let tenant: FullTenant;
beforeAll(async () => {
  tenant = await makeFullTenant();
});

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const caller = {
    tenantId: tenant.tenantId,
    actor: { kind: "person", id: null, label: "member@rolecall.test" },
  } as const;
  const unexpected: unknown[] = [];
  const response = await handleRest(
    new Request(`https://rolecall.test/api/v1${path}`),
    async () => ({ caller, deps: testDeps() }),
    (error) => unexpected.push(error),
  );
  expect(unexpected).toEqual([]);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("a user is what it was at the instant that was asked for", async () => {
  const at = (asOf: string) => get(`/users/${tenant.userId}?asOf=${encodeURIComponent(asOf)}`);
  expect(await at("2026-01-01T05:59:59Z")).toMatchObject({ status: 200, body: { groupNames: [] } });
  expect(await at("2026-01-01T07:00:00+01:00")).toMatchObject({ status: 200, body: { groupNames: ["ops"] } });
  expect(await at("2025-12-31T00:00:00Z")).toMatchObject({ status: 404 });
});

test.each(["2999-01-01T00:00:00Z", "-000001-01-01T00:00:00Z", "yesterday"])(
  "the inventory of %s is refused",
  async (asOf) => {
    for (const path of ["/users", "/credentials", "/roles", "/groups"]) {
      const answer = await get(`${path}?asOf=${encodeURIComponent(asOf)}`);
      expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/^asOf: /) } });
    }
  },
);

test("changes are told in words, and asked for by subject, kind and time", async () => {
  const { body } = await get("/changes?subject=user&change=changed&since=2026-01-01T00:00:00Z&limit=1");
  expect(body).toMatchObject({
    items: [{ subjectId: tenant.userId, change: "changed", summary: expect.stringMatching(/ joined group ops$/) }],
    nextCursor: null,
  });
  expect(await get("/changes?until=2026-01-01T06:00:00Z")).toMatchObject({ body: { items: [] } });
  const withFirst = await get("/changes?firstSeen=true&change=first_seen");
  expect(withFirst.body).toMatchObject({ items: [{ change: "first_seen" }] });
});

test("activity and settings are found under their record", async () => {
  const activity = await get(`/credentials/${tenant.credentialId}/activity`);
  expect(activity).toMatchObject({ status: 200, body: [{ day: "2026-01-01", service: "s3", source: "last_used" }] });
  const settings = await get(`/accounts/${tenant.awsAccountId}/settings`);
  expect(settings).toMatchObject({ status: 200, body: { passwordPolicyState: "aws_default", quotas: null } });
  expect(await get(`/metrics/key-age?kind=all&from=2026-01-01&to=2026-01-01`)).toMatchObject({
    body: { points: [{ day: "2026-01-01", activeKeys: 1 }] },
  });
});

import { ownerSql } from "@rolecall/db/testing";
import { TENANT_QUOTAS, type TenantQuota } from "@rolecall/domain";
import { expect, test } from "vitest";
import { createConnection, listConnections } from "./connections/connections.ts";
import { createApiToken, listApiTokens, revokeApiToken } from "./identity/api-tokens.ts";
import { assertWithinQuota } from "./quotas.ts";
import { createReportSchedule, listReportSchedules, removeReportSchedule } from "./reports/schedules.ts";
import { makeTenant, type TestTenant, testDeps } from "./testing/index.ts";
import { createUpload } from "./uploads/uploads.ts";

const deps = testDeps();

type Kind = {
  /** Rows as they stand in the database, one short of the quota. */
  fill: (tenant: TestTenant, count: number) => Promise<unknown>;
  more: (tenant: TestTenant) => Promise<unknown>;
  /** What makes room again. */
  less: (tenant: TestTenant) => Promise<unknown>;
};

const generated = (columns: string, values: string) => (tenant: TestTenant, count: number) =>
  ownerSql(
    `INSERT INTO ${columns} SELECT $1::uuid, gen_random_uuid(), ${values} FROM generate_series(1, $2::int) AS n`,
    [tenant.tenantId, count],
  );
const PAGE = { limit: 1 };

const KINDS: Record<Exclude<TenantQuota, "accounts">, Kind> = {
  apiTokens: {
    fill: (tenant, count) =>
      generated(
        "api_token (tenant_id, id, name, prefix, token_hash, created_by, created_at)",
        "'CI', 'x', decode(md5(n::text), 'hex'), 'me', now() - interval '1 day'",
      )(tenant, count - 1),
    more: ({ ctx }) => createApiToken(ctx, { name: "One more" }),
    less: async ({ ctx }) => revokeApiToken(ctx, { id: (await listApiTokens(ctx, PAGE)).items[0]!.id }),
  },
  connections: {
    fill: generated(
      "connection (tenant_id, id, name, kind, partition, external_id, principal_arn, status, checks, created_at)",
      "'x', 'account', 'aws', gen_random_uuid()::text, 'arn', 'pending', '[]', now() - interval '1 day'",
    ),
    more: ({ ctx }) => createConnection(ctx, { name: "One more", kind: "account", partition: "aws" }),
    less: async ({ ctx }) => {
      const [newest] = (await listConnections(ctx, PAGE)).items;
      await ownerSql("UPDATE connection SET status = 'disconnected' WHERE id = $1", [newest!.id]);
    },
  },
  reportSchedules: {
    fill: generated(
      "report_schedule (tenant_id, id, name, kind, frequency, day_of_week, hour, time_zone, recipients, next_due_at, created_at)",
      "'x', 'summary', 'weekly', 'monday', 8, 'UTC', '{}', now() + interval '9 days', now() - interval '1 day'",
    ),
    more: ({ ctx, email }) =>
      createReportSchedule(ctx, {
        ...{ name: "One more", kind: "summary", frequency: "weekly", dayOfWeek: "monday", hour: 8, timeZone: "UTC" },
        recipients: [email],
      }),
    less: async ({ ctx }) => removeReportSchedule(ctx, { id: (await listReportSchedules(ctx, PAGE)).items[0]!.id }),
  },
  openUploads: {
    fill: generated("upload (tenant_id, id, status, uploaded_by, created_at)", "'receiving', 'me', now()"),
    more: ({ ctx }) => createUpload(ctx, {}),
    less: ({ tenantId }) =>
      ownerSql(
        "UPDATE upload SET status = 'failed' WHERE tenant_id = $1 AND id = (SELECT max(id::text)::uuid FROM upload WHERE tenant_id = $1)",
        [tenantId],
      ),
  },
};

test.each(Object.entries(KINDS))(
  "%s: the last one is made, one more is refused with what to do, and room is made again",
  async (name, kind) => {
    const tenant = await makeTenant(deps);
    const { most, what, instead } = TENANT_QUOTAS[name as TenantQuota];
    await kind.fill(tenant, most - 1);
    await kind.more(tenant);
    await expect(kind.more(tenant)).rejects.toMatchObject({
      code: "CONFLICT",
      message: `Your organisation has ${most.toLocaleString("en")} ${what}, and there can be ${most.toLocaleString("en")} at most. ${instead}`,
    });
    const other = await makeTenant(deps);
    await kind.more(other);
    await kind.less(tenant);
    await kind.more(tenant);
  },
);

test("accounts: one more than there can be is refused", () => {
  const { most } = TENANT_QUOTAS.accounts;
  expect(() => assertWithinQuota("accounts", most - 1)).not.toThrow();
  expect(() => assertWithinQuota("accounts", most)).toThrow(expect.objectContaining({ code: "CONFLICT" }));
});

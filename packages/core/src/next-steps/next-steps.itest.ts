import { type AccountIds, insertRows, makeAccount, userRow } from "@rolecall/db/testing";
import { ListFindingsInput, ListMigrationsInput } from "@rolecall/domain";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { listFindings } from "../findings/findings.ts";
import { makeException, makeFinding } from "../findings/findings-fixture.ts";
import { listMigrations } from "../migrations/list-migrations.ts";
import { makeFullTenant, makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { listNextSteps } from "./list-next-steps.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const ctxOf = (tenantId: string): Ctx => tenantCtx(testDeps({ now: () => NOW }), tenantId);

let ctx: Ctx;
let account: AccountIds;
beforeEach(async () => {
  const { tenantId } = await makeTenant();
  ctx = ctxOf(tenantId);
  account = await makeAccount(tenantId, { status: "ok" });
});

async function userOf(of: AccountIds, userName: string): Promise<string> {
  const user = userRow(of, { user_name: userName });
  await insertRows("iam_user", [user]);
  return user.id;
}

test("nothing is open: there is no step, and it is said how much is not known yet", async () => {
  expect(await listNextSteps(ctx, {})).toEqual({ steps: [], more: 0, accountsNotJudged: 1 });
});

test("each step counts what its list has, and begins with the first of it; what is excepted waits", async () => {
  const of = async (userName: string) =>
    ({ checkId: "console_user_mfa", subject: "user", subjectId: await userOf(account, userName) }) as const;
  await makeFinding(account, await of("zoe"), { resource_name: "zoe", severity: "high", owner: "platform" });
  await makeFinding(account, await of("ann"), { resource_name: "ann", severity: "critical", owner: "ann" });
  const excepted = await of("emergency");
  await makeFinding(account, excepted, { severity: "critical" });
  await makeException(account, excepted);
  const { steps } = await listNextSteps(ctx, {});
  expect(steps).toMatchObject([
    {
      ...{ what: "Have 2 people register an MFA device", severity: "critical", isSafe: false, count: 2 },
      source: { kind: "findings", checkId: "console_user_mfa" },
      first: {
        name: "ann",
        owner: "ann",
        awsAccountId: account.awsAccountId,
        path: expect.stringMatching(/^\/findings\//),
      },
    },
  ]);
  const listed = await listFindings(ctx, ListFindingsInput.parse({ checkId: "console_user_mfa", status: "open" }));
  expect(listed.items).toHaveLength(steps[0]?.count ?? 0);
});

test("of an account they are its own alone", async () => {
  const other = await makeAccount(account.tenantId, { status: "ok" });
  const onAccount = ({ accountId }: AccountIds) =>
    ({ checkId: "root_access_key", subject: "account", subjectId: accountId }) as const;
  await makeFinding(account, onAccount(account), { severity: "critical" });
  await makeFinding(other, onAccount(other), { severity: "critical" });
  expect((await listNextSteps(ctx, {})).steps).toMatchObject([{ count: 2 }]);
  expect((await listNextSteps(ctx, { awsAccountId: other.awsAccountId })).steps).toMatchObject([
    { count: 1, first: { awsAccountId: other.awsAccountId } },
  ]);
});

test("migrations that wait for somebody are steps like others", async () => {
  const tenant = await makeFullTenant();
  const ctxOfTenant = ctxOf(tenant.tenantId);
  const { steps } = await listNextSteps(ctxOfTenant, {});
  const [planned] = steps.filter(({ source }) => source.kind === "migrations" && source.stage === "planned");
  const { items } = await listMigrations(ctxOfTenant, ListMigrationsInput.parse({ stage: "planned" }));
  expect(planned).toMatchObject({ count: items.length, first: { name: items[0]?.userName } });
});

import { makeTenant, testDeps } from "@rolecall/core/testing";
import { MAX_BATCH_CALLS } from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { CONSOLE_BASE, callsOf, handleConsole } from "./console.ts";
import type { ApiContext } from "./trpc.ts";

const deps = testDeps();
let context: ApiContext;
let transactions = 0;
beforeAll(async () => {
  const { ctx } = await makeTenant(deps);
  const inTenant: typeof deps.db.inTenant = (tenantId, work) => {
    transactions += 1;
    return deps.db.inTenant(tenantId, work);
  };
  context = { caller: { tenantId: ctx.tenantId, actor: ctx.actor }, deps: { ...deps, db: { ...deps.db, inTenant } } };
});

function batch(calls: number, comma = ","): Request {
  const paths = Array.from({ length: calls }, () => "users.list").join(comma);
  const input = Object.fromEntries(Array.from({ length: calls }, (_, n) => [n, { limit: 1 }]));
  return new Request(
    `https://rolecall.test${CONSOLE_BASE}/${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`,
  );
}

const ask = async (request: Request) => {
  transactions = 0;
  const answer = await handleConsole(request, context, (error) => {
    throw error;
  });
  return { status: answer.status, body: JSON.stringify(await answer.json()), transactions };
};

test("a batch of what a page needs is answered", async () => {
  const { status, transactions: asked } = await ask(batch(MAX_BATCH_CALLS));
  expect(status).toBe(200);
  expect(asked).toBe(MAX_BATCH_CALLS);
});

test.each([
  [MAX_BATCH_CALLS + 1, ","],
  [MAX_BATCH_CALLS + 1, "%2C"],
  [400, ","],
])("a batch of %i calls (%s) is refused before any of them runs", async (calls, comma) => {
  const { status, body, transactions: asked } = await ask(batch(calls, comma));
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body).not.toContain("nextCursor");
  expect(asked).toBe(0);
});

test("each call of a batch counts", () => {
  expect([batch(1), batch(7), batch(7, "%2C"), batch(400)].map(callsOf)).toEqual([1, 7, 7, 400]);
});

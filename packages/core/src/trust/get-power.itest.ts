import { insertRows, makeAccount, ownerSql, type Row, roleRow, userRow } from "@rolecall/db/testing";
import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getPowerOfRole, getPowerOfUser } from "./get-power.ts";

const NOW = new Date("2026-03-05T12:00:00Z");
type Account = Awaited<ReturnType<typeof makeAccount>>;

let ctx: Ctx;
let hub: Account;
let shop: Account;
beforeEach(async () => {
  const { tenantId } = await makeTenant();
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  hub = await makeAccount(tenantId, { status: "ok", name: "Hub" });
  shop = await makeAccount(tenantId, { status: "ok", name: "Shop" });
});

const arnOf = ({ awsAccountId }: Account, name: string) => `arn:aws:iam::${awsAccountId}:${name}`;
const allowing = (Action: string, Resource = "*") => ({
  name: "own",
  document: { Statement: [{ Effect: "Allow", Action, Resource }] },
  problem: null,
});

/** A role that lets in one AWS principal. @returns its id */
async function addRole(of: Account, name: string, principal: string, more: Row = {}): Promise<string> {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: principal } };
  const principals = [{ type: "AWS", value: principal }];
  const trust = { principals, requiresExternalId: false, document: { Statement: [statement] } };
  const row = roleRow(of, { role_name: name, arn: arnOf(of, `role/${name}`), trust, ...more });
  await insertRows("iam_role", [row]);
  return row.id;
}

async function addUser(of: Account, name: string, more: Row = {}): Promise<string> {
  const row = userRow(of, { user_name: name, arn: arnOf(of, `user/${name}`), ...more });
  await insertRows("iam_user", [row]);
  return row.id;
}

test("a user without policies has the power of the role that names it, whose policy is a managed one", async () => {
  const id = await addUser(hub, "alice");
  await addRole(hub, "BreakGlass", arnOf(hub, "user/alice"), {
    attached_policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
  });
  await addRole(shop, "BreakGlass", arnOf(hub, "user/alice"), { inline_policies: [allowing("*")] });
  expect(await getPowerOfUser(ctx, { id })).toEqual({
    power: "admin",
    reason:
      "The trust policy of role BreakGlass names user alice, which is enough within one account. Of role BreakGlass, policy AdministratorAccess allows every action on every resource",
  });
});

test("roles of connected accounts are named with what they may do there, and give no right in the own account", async () => {
  const id = await addUser(hub, "alice", { inline_policies: [allowing("sts:AssumeRole", arnOf(shop, "role/*"))] });
  await addRole(shop, "Deploy", arnOf(hub, "root"), { power: "admin" });
  await addRole(shop, "Closed", arnOf(shop, "root"), { power: "admin" });
  const jump = "Inline policy own allows sts:AssumeRole. It may go on as Deploy (Shop), an administrator there";
  expect(await getPowerOfUser(ctx, { id })).toEqual({ power: "write", reason: jump });
  await ownerSql("UPDATE aws_account SET status = 'disconnected' WHERE id = $1", [shop.accountId]);
  expect((await getPowerOfUser(ctx, { id })).reason).toBe(
    `Inline policy own allows sts:AssumeRole. It may ask for roles of account ${shop.awsAccountId}, which is not connected`,
  );
});

test("a role has the power of the role that it becomes", async () => {
  const id = await addRole(hub, "first", arnOf(hub, "user/bob"));
  await addRole(hub, "second", arnOf(hub, "role/first"), { inline_policies: [allowing("s3:PutObject")] });
  expect(await getPowerOfRole(ctx, { id })).toMatchObject({ power: "write" });
});

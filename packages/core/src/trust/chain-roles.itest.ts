import { trust } from "@rolecall/db";
import { insertRows, makeAccount, makeTenant, type Row, roleRow, testDb } from "@rolecall/db/testing";
import { ALL_OWN, buildChains, type ChainRole } from "@rolecall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";

const ACCOUNTS = 3;
const ROLES = 4;
const STRANGER = { kind: "aws_account", id: "999999999999", name: "Stranger", isVendor: false } as const;

/** A role by its account and number, and patterns of several. */
const place = fc.record({ account: fc.nat(ACCOUNTS - 1), role: fc.nat(ROLES - 1) });
const form = fc.constantFrom("role", "session", "account", "own", "all of a name", "all of an account", "one sign");
const names = fc.array(fc.tuple(place, form), { maxLength: 2 });
const world = fc.array(fc.record({ letsIn: names, assumes: names, isEntered: fc.boolean() }), {
  minLength: ACCOUNTS * ROLES,
  maxLength: ACCOUNTS * ROLES,
});

type KeptRole = typeof world extends fc.Arbitrary<(infer One)[]> ? One : never;
type Accounts = Awaited<ReturnType<typeof makeAccount>>[];

const arnOf = (accounts: Accounts, account: number, name: string | number) =>
  `arn:aws:iam::${accounts[account]!.awsAccountId}:role/r_${name}`;

function written(accounts: Accounts, [{ account, role }, as]: [{ account: number; role: number }, string]): string {
  const { awsAccountId } = accounts[account]!;
  const byForm: Record<string, string> = {
    role: arnOf(accounts, account, role),
    session: `${awsAccountId} r_${role}`,
    account: awsAccountId,
    own: ALL_OWN,
    "all of a name": `arn:aws:iam::*:role/r_${role}`,
    "all of an account": arnOf(accounts, account, "*"),
    "one sign": arnOf(accounts, account, "?"),
  };
  return byForm[as]!;
}

const isPattern = (name: string) => name.startsWith("arn:");

/** Keeps the roles of a world, and tells what the chains are built of where all roles are looked at. */
async function keep(tenantId: string, accounts: Accounts, roles: readonly KeptRole[]): Promise<ChainRole[]> {
  return Promise.all(
    roles.map(async ({ letsIn, assumes, isEntered }, index) => {
      const account = index % ACCOUNTS;
      const of = accounts[account]!;
      const name = Math.floor(index / ACCOUNTS);
      const arn = arnOf(accounts, account, name);
      const row: Row = roleRow(of, { role_name: `r_${name}`, arn, trust_grade: "ok", power: "read" });
      await insertRows("iam_role", [row]);
      const outsiders = isEntered ? [{ ...STRANGER, requiresExternalId: true }] : [];
      const ways = {
        letsIn: letsIn.map((one) => written(accounts, one)),
        assumes: assumes.map((one) => written(accounts, one)).filter(isPattern),
      };
      await testDb().inTenant(tenantId, (tx) =>
        trust.writeRoleWays(tx, of.accountId, [
          { roleId: String(row.id), isRead: true, isDoor: true, ...ways, outsiders },
        ]),
      );
      const entrance = { roleId: String(row.id), roleName: `r_${name}`, awsAccountId: of.awsAccountId };
      const said = outsiders.map(({ name: from, requiresExternalId }) => ({ name: from, requiresExternalId }));
      return { ...entrance, accountName: `a ${account}`, grade: "ok", power: "read", arn, ...ways, outsiders: said };
    }),
  );
}

test("the roles that are read are all over which a way goes", async () => {
  let ways = 0;
  await fc.assert(
    fc.asyncProperty(world, async (roles) => {
      const { tenantId } = await makeTenant();
      const accounts: Accounts = [];
      for (let index = 0; index < ACCOUNTS; index++)
        accounts.push(await makeAccount(tenantId, { status: "ok", name: `a ${index}` }));
      const all = await keep(tenantId, accounts, roles);
      const read = await testDb().inTenant(tenantId, async (tx) =>
        trust.listChainRoles(tx, await trust.readTrustMapContext(tx)),
      );
      expect(read.leftOut).toBe(0);
      const expected = buildChains(all);
      ways += expected.chains.length;
      expect(buildChains(read.roles)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
  expect(ways).toBeGreaterThan(100);
}, 120_000);

test("roles with more patterns than are held against others are counted as not looked at", async () => {
  const { tenantId } = await makeTenant();
  const of = await makeAccount(tenantId, { status: "ok" });
  const rows = Array.from({ length: 150 }, (_, index) => roleRow(of, { role_name: `r_${index}` }));
  await insertRows("iam_role", rows);
  const leftOut = await testDb().inTenant(tenantId, async (tx) => {
    await trust.writeRoleWays(
      tx,
      of.accountId,
      rows.map(({ id }, index) => ({
        ...{ roleId: String(id), isRead: true, isDoor: true, outsiders: [] },
        ...{ letsIn: [of.awsAccountId], assumes: [`arn:aws:iam::*:role/none-${index}-*`] },
      })),
    );
    return (await trust.listChainRoles(tx, await trust.readTrustMapContext(tx))).leftOut;
  });
  expect(leftOut).toBe(50);
});

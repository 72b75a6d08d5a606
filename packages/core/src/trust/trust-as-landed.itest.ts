import { expect, test } from "vitest";
import { type Connected, connectCustomer } from "../emulated-customer-fixture.ts";
import { listRoles } from "../inventory/inventory.ts";
import { getTrustMap } from "./get-trust-map.ts";
import { getTrustVerdict } from "./get-trust-verdict.ts";

const ADMIN = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };

/** Adds roles that a stranger may assume: one that can do nothing, and one that can do everything. */
function addWeakRoles({ account, later }: Connected): void {
  const weak = (roleName: string, allows: object[]) => ({
    ...account().roles.get("web-server")!,
    roleName,
    roleId: `AROA${roleName.toUpperCase()}`,
    trustPolicy: JSON.stringify({
      Statement: { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" },
    }),
    attachedPolicyArns: [],
    inlinePolicies: allows.map((document) => ({ name: "all", document: JSON.stringify(document) })),
  });
  later(0, ({ roles }) => {
    roles.set("weak", weak("weak", []));
    roles.set("grave", weak("grave", [ADMIN]));
  });
}

test("a verdict has the grade that landed with the role, and the map shows the same", async () => {
  const customer = await connectCustomer();
  const { ctx } = customer;
  addWeakRoles(customer);
  await customer.scan();
  const { items: roles } = await listRoles(ctx, { limit: 200, sort: "roleName" });
  const landed = roles.map(({ roleName, trust }) => [roleName, trust.grade]);
  const verdicts = await Promise.all(
    roles.map(async ({ id, roleName }) => [roleName, (await getTrustVerdict(ctx, { id })).grade]),
  );
  expect(Object.fromEntries(landed)).toMatchObject({ grave: "critical", weak: "weak", "web-server": "ok" });
  expect(verdicts).toEqual(landed);
  const grades = new Map(roles.map(({ id, trust }) => [id, trust.grade]));
  const { outsiders } = await getTrustMap(ctx, {});
  const ways = outsiders.flatMap(({ entrances }) => entrances);
  expect(ways.map(({ roleName }) => roleName)).toEqual(expect.arrayContaining(["grave", "weak"]));
  expect(ways.map(({ grade }) => grade)).toEqual(ways.map(({ roleId }) => grades.get(roleId)));
});

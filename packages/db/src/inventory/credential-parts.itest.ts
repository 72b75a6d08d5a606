import { ListCredentialsInput, NO_UNIT } from "@rolecall/domain";
import { beforeAll, expect, test } from "vitest";
import { credentialRow, insertRows, makeAccount, makeTenant, testDb } from "../testing/index.ts";
import { listCredentialRows } from "./index.ts";

let tenantId: string;

beforeAll(async () => {
  ({ tenantId } = await makeTenant());
  const [inUnit, left, outside] = [
    await makeAccount(tenantId, { status: "ok" }),
    await makeAccount(tenantId, { status: "ok" }),
    await makeAccount(tenantId, { status: "ok" }),
  ];
  const connection = { tenant_id: tenantId, connection_id: inUnit.connectionId };
  const member = (of: typeof inUnit, leftAt: string | null) => ({
    ...connection,
    aws_account_id: of.awsAccountId,
    name: "member",
    state: "ACTIVE",
    unit_ids: ["r-1", "ou-1-prod", "ou-1-shop"],
    first_seen_at: "2026-01-01T00:00:00Z",
    left_at: leftAt,
    is_chosen: true,
    status: "active",
    checks: [],
  });
  const nothing = { units: [], chosen_unit_ids: [], chosen_account_ids: [], left_out_account_ids: [] };
  await insertRows("organization", [{ ...connection, ...nothing }]);
  await insertRows("organization_account", [member(inUnit, null), member(left, "2026-02-01T00:00:00Z")]);
  await insertRows("credential", [
    credentialRow(inUnit, { user_name: "inside", owner: "ada" }),
    credentialRow(inUnit, { user_name: "nobody's", owner: null }),
    credentialRow(left, { user_name: "left", owner: "ada" }),
    credentialRow(outside, { user_name: "outside", owner: null }),
  ]);
});

test.each<[object, string[]]>([
  [{ owner: "ada" }, ["inside", "left"]],
  [{ owner: "" }, ["nobody's", "outside"]],
  [{ owner: "bob" }, []],
  [{ unitId: "ou-1-prod" }, ["inside", "nobody's"]],
  [{ unitId: "ou-2" }, []],
  [{ unitId: NO_UNIT }, ["left", "outside"]],
  [{ unitId: "r-1", owner: "ada" }, ["inside"]],
])("credentials by %j are those of %j", async (input, expected) => {
  const page = await testDb().inTenant(tenantId, (tx) =>
    listCredentialRows(tx, ListCredentialsInput.parse(input), new Date("2026-06-01T00:00:00Z")),
  );
  expect(page.items.map(({ userName }) => userName).sort()).toEqual(expected);
});

import { expect, it } from "vitest";
import { type AccountReach, accessOf, isObstacle } from "./account-access.ts";

const ROLE_ARN = "arn:aws:iam::111122223333:role/RolecallReadOnly";
const REACH = {
  account: { status: "ok", statusReason: null, roleArn: ROLE_ARN },
  connection: {
    ...{ id: "connection", name: "Production", status: "active", statusReason: null, externalId: "external" },
    ...{ callCeilingPerSecond: 10, packs: [], scanPausedReason: "Maintenance" },
  },
  member: null,
} as const satisfies AccountReach;
const { account, connection } = REACH;

it("an account is reached by its role and its connection's External ID; a pause is named", () => {
  const { externalId, callCeilingPerSecond, packs, scanPausedReason } = connection;
  const expected = { roleArn: ROLE_ARN, externalId, connectionId: "connection", connectionName: "Production" };
  expect(accessOf(REACH)).toEqual({ ...expected, callCeilingPerSecond, packs, scanPausedReason });
  expect(isObstacle(accessOf({ ...REACH, member: { status: "active", statusReason: null } }))).toBe(false);
});

it.each<[string, Partial<AccountReach>, string, boolean]>([
  ["is suspended", { account: { ...account, status: "suspended" } }, "suspended or closed", false],
  ["was only uploaded", { connection: null }, "uploaded files alone", false],
  [
    "was suspended and only uploaded",
    { account: { ...account, status: "suspended" }, connection: null },
    "closed",
    false,
  ],
  ["is disconnected", { account: { ...account, status: "disconnected" } }, "it is disconnected", false],
  ["has no role", { account: { ...account, roleArn: null } }, "is active", false],
  ["has an unsafe connection", { connection: { ...connection, status: "unsafe" } }, "is unsafe", false],
  ["is being verified", { connection: { ...connection, status: "verifying" } }, "is verifying", true],
  ["is a member without a role", { member: { status: "not_verified", statusReason: null } }, "is not verified", false],
  ["is a member that is being verified", { member: { status: "verifying", statusReason: null } }, "verifying", true],
])("an account that %s is not reached, and is told why", (_, over, why, isPassing) => {
  const access = accessOf({ ...REACH, ...over });
  expect(access).toEqual({ obstacle: expect.stringContaining(why), isPassing });
});

import type { WorldState } from "@rolecall/aws-emulator";
import { lastUse } from "@rolecall/aws-emulator";
import { describe, expect, it } from "vitest";
import {
  accountsOf,
  activeKeys,
  build,
  ENDS_AT,
  instants,
  keysOf,
  months,
  overdueKeys,
  READER_ACTIONS,
  rolesOf,
  statesAt,
  usersOf,
  VENDOR,
  world,
} from "./month-states-fixture.ts";
import { SIGNAL_COVERAGE } from "./signal-coverage-fixture.ts";
import { accountId, EXAMPLE_ACCOUNTS } from "./story/accounts.ts";
import { showsTrust, TRUST_COVERAGE } from "./trust-coverage-fixture.ts";

const MS_PER_DAY = 86_400_000;
const last = months[12]!;

const userOf = (state: WorldState, account: Parameters<typeof accountId>[0], userName: string) =>
  state.accounts.get(accountId(account))?.users.get(userName.toLowerCase());

describe("size", () => {
  it("has ten connected accounts, hundreds of users and roles, and a year of events", () => {
    expect(EXAMPLE_ACCOUNTS.filter(({ connected }) => connected)).toHaveLength(10);
    expect(last.accounts.size).toBe(11);
    expect(usersOf(last).length).toBeGreaterThanOrEqual(300);
    expect(rolesOf(last).length).toBeGreaterThanOrEqual(250);
    expect(world.events.length).toBeGreaterThanOrEqual(1500);
    expect(world.events.length).toBeLessThanOrEqual(3000);
  });

  it("tells its events in order, within the year", () => {
    const times = world.events.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(instants[0]!.getTime());
    expect(times.at(-1)).toBeLessThanOrEqual(ENDS_AT.getTime());
  });
});

describe("determinism", () => {
  // Each state is compared wholly, which takes seconds on a busy machine.
  it("gives the same states for the same options", { timeout: 20_000 }, () => {
    expect(statesAt(build(), instants)).toEqual(months);
  });

  it("begins anew from the initial state after all events", () => {
    expect(statesAt(world, instants.slice(0, 1))).toEqual(months.slice(0, 1));
  });

  it("does not depend on which months are told as events", () => {
    const short = build({ months: 4 });
    expect(short.events.length).toBeLessThan(world.events.length);
    expect(statesAt(short, instants.slice(8))).toEqual(months.slice(8));
  });

  it.each(["2025-03-01T00:00:00Z", "2027-01-31T23:59:59Z"])("keeps every id when it ends at %s", (end) => {
    const moved = statesAt(build({ endsAt: new Date(end) }), [new Date(end)])[0]!;
    const ids = (state: WorldState) => [
      ...usersOf(state).map(({ userId }) => userId),
      ...rolesOf(state).map(({ roleId }) => roleId),
      ...keysOf(state).map(({ accessKeyId }) => accessKeyId),
    ];
    expect(ids(moved).sort()).toEqual(ids(last).sort());
  });
});

describe("the curve of keys older than 90 days", () => {
  const overdue = months.map((state, month) => overdueKeys(state, instants[month]!).length);
  const active = months.map((state) => activeKeys(state).length);

  it("starts high and ends low", () => {
    const within = (value: number | undefined, lowest: number, highest: number) =>
      value! >= lowest && value! <= highest;
    expect(within(active[0], 340, 370), `${active[0]} active keys at the beginning`).toBe(true);
    expect(within(overdue[0], 250, 280), `${overdue[0]} overdue keys at the beginning`).toBe(true);
    expect(within(active[12], 140, 170), `${active[12]} active keys at the end`).toBe(true);
    expect(within(overdue[12], 50, 75), `${overdue[12]} overdue keys at the end`).toBe(true);
  });

  it("has progress, the setback of the acquisition, a plateau, and the programme's recovery", () => {
    expect(overdue[5]).toBeLessThan(overdue[0]! - 30);
    expect(overdue[6]).toBeGreaterThan(overdue[5]! + 30);
    expect(Math.abs(overdue[7]! - overdue[6]!)).toBeLessThan(10);
    for (const month of [8, 9, 10, 11, 12]) expect(overdue[month]).toBeLessThan(overdue[month - 1]! - 10);
  });
});

describe("coverage", () => {
  it("shows every signal of the migration table", () => {
    const rows = SIGNAL_COVERAGE.map(({ row }) => row.split(" ")[0]);
    expect(rows).toEqual([...Array.from({ length: 13 }, (_, index) => String(index + 1)), "else"]);
  });

  it.each(SIGNAL_COVERAGE)("signal $row: $account/$userName", ({ account, userName, month, shows }) => {
    const user = userOf(months[month]!, account, userName);
    expect(user).toBeDefined();
    expect(shows(user!)).toBe(true);
  });

  it.each(TRUST_COVERAGE.map((row) => ({ pattern: row[0], account: row[1], roleName: row[2], row })))(
    "trust $pattern: $account/$roleName",
    ({ account, roleName, row }) => {
      const role = last.accounts.get(accountId(account))?.roles.get(roleName.toLowerCase());
      expect(role).toBeDefined();
      expect({ trust: role!.trustPolicy, shows: showsTrust(role!, row) }).toEqual({
        trust: role!.trustPolicy,
        shows: true,
      });
    },
  );
});

describe("the story", () => {
  it("leaks a key, which is quarantined, deactivated and deleted", () => {
    const happened = world.events
      .filter(({ what }) => what.includes("svc-partner-feed"))
      .map(({ what }) => what.replace(/^.*: |\.\.\.\w{4} /g, ""));
    expect(happened).toEqual([
      "AWS attached AWSCompromisedKeyQuarantineV3",
      "access key deactivated",
      "access key created",
      "access key deleted",
      "AWSCompromisedKeyQuarantineV3 detached",
    ]);
  });

  it("makes a name anew under another id", () => {
    const [before, between, after] = [months[3]!, months[6]!, months[8]!].map((state) =>
      userOf(state, "development", "intern"),
    );
    expect(between).toBeUndefined();
    expect(before!.userId).not.toBe(after!.userId);
  });

  it("has the root users that it should", () => {
    const roots = accountsOf(last).map(({ root }) => root);
    expect(roots.filter(({ accessKeys }) => accessKeys.length > 0)).toHaveLength(1);
    expect(roots.filter(({ passwordEnabled, mfa }) => passwordEnabled && mfa === "none")).toHaveLength(1);
    expect(roots.filter(({ passwordEnabled }) => !passwordEnabled).length).toBeGreaterThanOrEqual(3);
  });

  it("has Identity Center's roles from month 3 on", () => {
    const reserved = (state: WorldState) =>
      rolesOf(state).filter(({ roleName }) => /^AWSReservedSSO_\w+_[0-9a-f]{16}$/.test(roleName)).length;
    expect(months.slice(0, 3).map(reserved)).toEqual([0, 0, 0]);
    expect(reserved(months[4]!)).toBeGreaterThan(30);
  });

  it("lets the reader into the connected accounts only, with what the options say", () => {
    const externalIdOf = (awsAccountId: string) => `external-${awsAccountId}`;
    const state = statesAt(build({ externalIdOf }), [ENDS_AT])[0]!;
    for (const { awsAccountId, name, connected } of EXAMPLE_ACCOUNTS) {
      const role = state.accounts.get(awsAccountId)!.roles.get("rolecallreadonly");
      expect(role !== undefined, name).toBe(connected);
      if (!role) continue;
      expect(JSON.parse(role.trustPolicy).Statement[0]).toMatchObject({
        Principal: { AWS: `arn:aws:iam::${VENDOR.awsAccountId}:root` },
        Condition: {
          StringEquals: { "sts:ExternalId": externalIdOf(awsAccountId) },
          ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${VENDOR.awsAccountId}:role/${VENDOR.roleName}` },
        },
      });
      const actions = JSON.parse(role.inlinePolicies[0]!.document).Statement[0].Action;
      expect(actions).toEqual(name === "data-platform" ? READER_ACTIONS.slice(0, 2) : READER_ACTIONS);
    }
  });

  it("gives one External ID of a vendor to two accounts", () => {
    const trusts = rolesOf(last)
      .filter(({ roleName }) => roleName === "BackupVendorAccess")
      .map(({ trustPolicy }) => trustPolicy);
    expect(trusts).toHaveLength(2);
    expect(new Set(trusts).size).toBe(1);
  });

  it("gives one External ID to two vendors, by a copied role", () => {
    const externalIdOf = (account: Parameters<typeof accountId>[0], roleName: string) =>
      JSON.parse(last.accounts.get(accountId(account))!.roles.get(roleName.toLowerCase())!.trustPolicy).Statement[0]
        .Condition.StringEquals["sts:ExternalId"];
    expect(externalIdOf("staging", "CarrierBenchmarkFeed")).toBe(externalIdOf("data", "CarrierRatesImport"));
  });

  it("leads from one account's role to another's", () => {
    const shared = last.accounts.get(accountId("shared"))!;
    const { document } = shared.roles.get("release-orchestrator")!.inlinePolicies[0]!;
    const { Action, Resource } = JSON.parse(document).Statement[0];
    expect([Action, Resource]).toEqual([
      "sts:AssumeRole",
      `arn:aws:iam::${accountId("production")}:role/CrossAccountDeploy`,
    ]);
    expect(last.accounts.get(accountId("production"))!.roles.has("crossaccountdeploy")).toBe(true);
  });

  it("leaves users of people who left with active keys, and inactive keys that nobody deletes", () => {
    const yearAgo = instants[0]!;
    const inactiveThroughout = keysOf(last).filter(({ accessKeyId, status }) => {
      const before = keysOf(months[0]!).find((key) => key.accessKeyId === accessKeyId);
      return status === "Inactive" && before?.status === "Inactive";
    });
    expect(inactiveThroughout.length).toBeGreaterThanOrEqual(5);
    const unusedForYear = activeKeys(last).filter(
      ({ createdAt, usage }) => createdAt < yearAgo && (lastUse(usage, ENDS_AT)?.at ?? yearAgo) <= yearAgo,
    );
    expect(unusedForYear.length).toBeGreaterThanOrEqual(5);
  });

  it("goes on being used after its end", () => {
    const usages = activeKeys(last).flatMap(({ usage }) => usage);
    const later = new Date(ENDS_AT.getTime() + 30 * MS_PER_DAY);
    const used = usages.map((pattern) => lastUse([pattern], later)?.at).filter((at) => at && at > ENDS_AT);
    expect(used.length).toBeGreaterThan(60);
  });
});

import { accessKeyOf, type EmulatedAccount, userOf } from "@rolecall/aws-emulator";
import { ownerSql } from "@rolecall/db/testing";
import { describe, expect, it } from "vitest";
import { AWS_ACCOUNT_ID, type Connected, connectCustomer, NOW, readInventory } from "../emulated-customer-fixture.ts";
import { getCredential, getUser, listCredentials, listUsers } from "../inventory/inventory.ts";
import { expectEqualToAws } from "./aws-comparison-fixture.ts";
import { getAccount } from "./request-scan.ts";

const TABLES = ["iam_user", "credential", "iam_role", "entity_version"];

/** How many rows of the inventory and its history were written since a transaction id. */
async function rowsWrittenSince(tenantId: string, transaction: string): Promise<number> {
  const counts = TABLES.map(
    (table) => `SELECT count(*)::int AS n FROM ${table} WHERE tenant_id = $1 AND xmin::text::bigint >= $2::bigint`,
  );
  const { rows } = await ownerSql<{ n: number }>(counts.join(" UNION ALL "), [tenantId, transaction]);
  return rows.reduce((sum, { n }) => sum + n, 0);
}

async function currentTransaction(): Promise<string> {
  const { rows } = await ownerSql<{ id: string }>("SELECT pg_current_xact_id()::text AS id");
  return rows[0]!.id;
}

const versionsAt = async (customer: Connected, at: Date) =>
  (await readInventory(customer)).versions.filter(({ validFrom }) => validFrom.getTime() === at.getTime());

const linesOf = (versions: Awaited<ReturnType<typeof versionsAt>>) =>
  versions
    .map(({ subject, change, content }) => {
      const named = content as Record<string, string | null>;
      return `${change} ${subject} ${named.access_key_id ?? named.role_name ?? named.policy_name ?? named.user_name}`;
    })
    .sort();

describe("the first scan", () => {
  it("finds what is in the account: users, each key by its id, passwords and roles", async () => {
    const customer = await connectCustomer();
    const scan = await customer.scan();
    expect(scan).toMatchObject({ status: "complete", error: null, problems: [], attempt: 1 });
    expect(scan.coverage.every(({ state }) => state === "read")).toBe(true);
    await expectEqualToAws(customer);

    const { users, roles } = customer.account();
    const credentials = (await readInventory(customer)).credentials.length;
    const counts = { users: users.size, roles: roles.size, credentials };
    expect(scan.counts).toMatchObject(counts);
    const { versions } = await readInventory(customer);
    expect(scan.changes).toEqual({ created: versions.length, changed: 0, removed: 0 });
    expect(scan.apiCalls.total).toBe(customer.emulator.calls().total);
    expect(await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID })).toMatchObject({
      status: "ok",
      lastScanId: scan.id,
      lastScanAt: NOW,
      alias: "example-production",
      ...counts,
    });
  });

  it("tells last use, MFA and owner as AWS does", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    const [key] = (
      await listCredentials(customer.ctx, { q: accessKeyOf("small ci new").accessKeyId, sort: "-age", limit: 1 })
    ).items;
    expect(key).toMatchObject({
      lastUse: "at",
      lastUsedService: "s3",
      lastUsedRegion: "eu-west-1",
      ageDays: 92,
      state: "overdue",
    });
    const users = (await listUsers(customer.ctx, { sort: "userName", limit: 10 })).items;
    const admin = users.find(({ userName }) => userName === "admin");
    expect(admin).toMatchObject({ mfa: "virtual", hasConsolePassword: true, activeAccessKeys: 1, lastActivity: "at" });
    expect(users.find(({ userName }) => userName === "nobody")).toMatchObject({
      mfa: "none",
      hasConsolePassword: false,
      activeAccessKeys: 0,
      lastActivity: "never",
    });
  });
});

describe("an unchanged second scan", () => {
  it("costs few calls and writes next to nothing", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    const before = await readInventory(customer);
    customer.later(6);
    const transaction = await currentTransaction();
    const scan = await customer.scan();
    expect(scan.status).toBe("complete");
    expect(scan.apiCalls.total).toBeLessThanOrEqual(30);
    expect(scan.changes).toEqual({ created: 0, changed: 0, removed: 0 });
    const after = await readInventory(customer);
    expect(after.versions).toEqual(before.versions);
    // The rows of what was used in between: one key, one password, their users and a role.
    expect(await rowsWrittenSince(customer.tenantId, transaction)).toBeLessThanOrEqual(6);
    expect(after.days).toHaveLength(1);
    await expectEqualToAws(customer);
  });

  it("on another day adds that day's row", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    customer.later(24);
    await customer.scan();
    expect((await readInventory(customer)).days.map(({ day }) => day.toISOString().slice(0, 10))).toEqual([
      "2026-06-01",
      "2026-06-02",
    ]);
  });
});

describe("a change in the account", () => {
  it.each<[string, (account: EmulatedAccount) => void, string[]]>([
    [
      "a new user with a key",
      (account) => {
        const accessKeys = [accessKeyOf("new", { createdAt: NOW })];
        account.users.set("robot", userOf({ userName: "robot", createdAt: NOW, accessKeys }));
      },
      [`created credential ${accessKeyOf("new").accessKeyId}`, "created user robot"],
    ],
    [
      "a rotated key",
      (account) => {
        const user = account.users.get("auditor")!;
        user.accessKeys = [accessKeyOf("rotated", { createdAt: NOW })];
      },
      [
        `created credential ${accessKeyOf("rotated").accessKeyId}`,
        `removed credential ${accessKeyOf("small auditor").accessKeyId}`,
      ],
    ],
    [
      "a deleted key",
      (account) => {
        account.users.get("auditor")!.accessKeys = [];
      },
      ["changed user Auditor", `removed credential ${accessKeyOf("small auditor").accessKeyId}`],
    ],
    [
      "a deactivated key",
      (account) => {
        account.users.get("auditor")!.accessKeys[0]!.status = "Inactive";
      },
      [`changed credential ${accessKeyOf("small auditor").accessKeyId}`, "changed user Auditor"],
    ],
    [
      "a deleted user",
      (account) => account.users.delete("auditor"),
      [
        `removed credential ${accessKeyOf("small auditor").accessKeyId}`,
        // Nobody else has this one of AWS's own policies.
        "removed policy IAMReadOnlyAccess",
        "removed user Auditor",
      ],
    ],
    [
      "another trust policy",
      (account) => {
        const role = account.roles.get("web-server")!;
        role.trustPolicy = role.trustPolicy.replace("ec2", "lambda");
      },
      ["changed role web-server"],
    ],
    [
      "a new password",
      (account) => {
        account.users.get("nobody")!.password = { createdAt: NOW, lastChangedAt: NOW, usage: [] };
      },
      ["changed user nobody", "created credential nobody"],
    ],
  ])("%s is found, counted and written into the history", async (_, change, expected) => {
    const customer = await connectCustomer();
    await customer.scan();
    customer.later(6, change);
    const scan = await customer.scan();
    expect(scan.status).toBe("complete");
    const versions = await versionsAt(customer, customer.emulator.now());
    expect(linesOf(versions)).toEqual(expected.sort());
    const tally = (kind: string) => versions.filter((version) => version.change === kind).length;
    expect(scan.changes).toEqual({ created: tally("created"), changed: tally("changed"), removed: tally("removed") });
    await expectEqualToAws(customer);
  });

  it("closes the version before, so that exactly one is valid at each instant", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    customer.later(6, (account) => {
      account.users.get("auditor")!.tags = [{ key: "owner", value: "audit@example.test" }];
    });
    await customer.scan();
    const [user] = (await readInventory(customer)).users.filter(({ userName }) => userName === "Auditor");
    const history = (await readInventory(customer)).versions.filter(({ subjectId }) => subjectId === user!.id);
    expect(history.map(({ validFrom, validTo, change }) => ({ validFrom, validTo, change }))).toEqual([
      { validFrom: NOW, validTo: customer.emulator.now(), change: "created" },
      { validFrom: customer.emulator.now(), validTo: null, change: "changed" },
    ]);
    expect(user!.owner).toBe("audit@example.test");
  });

  it("takes a recreated name for another user", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    const before = (await readInventory(customer)).users.find(({ userName }) => userName === "Auditor")!;
    customer.later(6, (account) => {
      account.users.set("auditor", userOf({ userName: "Auditor", userId: "AIDARECREATED00000001", createdAt: NOW }));
    });
    const scan = await customer.scan();
    // The user, its key, and AWS's policy that nobody else has.
    expect(scan.changes).toEqual({ created: 1, changed: 0, removed: 3 });
    const both = (await readInventory(customer)).users.filter(({ userName }) => userName === "Auditor");
    expect(both.map(({ id, goneAt }) => [id === before.id, goneAt !== null]).sort()).toEqual([
      [false, false],
      [true, true],
    ]);
    expect((await getUser(customer.ctx, { id: before.id })).goneAt).toEqual(customer.emulator.now());
    await expectEqualToAws(customer);
  });

  it("takes what was gone and is back for the same as before", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    const auditor = structuredClone(customer.account().users.get("auditor")!);
    const before = (await readInventory(customer)).keys.find(({ userName }) => userName === "Auditor")!;
    customer.later(6, (account) => account.users.delete("auditor"));
    await customer.scan();
    customer.later(6, (account) => account.users.set("auditor", auditor));
    const scan = await customer.scan();
    expect(scan.changes).toEqual({ created: 3, changed: 0, removed: 0 });
    const after = (await readInventory(customer)).keys.find(({ userName }) => userName === "Auditor")!;
    expect(after).toMatchObject({ id: before.id, firstSeenAt: before.firstSeenAt, goneAt: null });
    expect((await getCredential(customer.ctx, { id: before.id })).status).toBe("active");
    await expectEqualToAws(customer);
  });
});

describe("a scan that cannot be made", () => {
  it("because the session is another account's fails and writes nothing", async () => {
    const customer = await connectCustomer();
    await customer.scan();
    const before = await readInventory(customer);
    customer.later(6);
    const { emulator, account } = customer;
    const role = account().roles.get("rolecallreadonly")!;
    emulator.mutate(({ accounts }) => {
      const other = accounts.get("200000000001")!;
      other.roles.set("rolecallreadonly", { ...role, roleId: "AROAOTHERACCOUNT00001" });
      accounts.set(AWS_ACCOUNT_ID, other);
    });
    const scan = await customer.scan();
    expect(scan).toMatchObject({ status: "failed", counts: null, changes: null });
    expect(scan.error).toContain("belongs to account 200000000001, not to 200000000002: nothing was read");
    expect(await readInventory(customer)).toEqual(before);
  });

  it("because the role is gone fails with the likely causes, and keeps what was known", async () => {
    const customer = await connectCustomer();
    const landed = await customer.scan();
    const before = await readInventory(customer);
    customer.later(6, (account) => account.roles.delete("rolecallreadonly"));
    const scan = await customer.scan();
    expect(scan.status).toBe("failed");
    expect(scan.error).toContain("RolecallReadOnly could not be assumed");
    for (const cause of ["deleted or renamed", "trust policy", "External ID", "policy of the organization"])
      expect(scan.error).toContain(cause);
    expect(scan.error).toContain("Verify the connection");
    expect(await readInventory(customer)).toEqual(before);
    const account = await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID });
    expect(account).toMatchObject({
      status: "failing",
      statusReason: scan.error,
      lastScanId: landed.id,
      lastScanAt: NOW,
      users: 5,
    });
    expect(account.nextScanAt!.getTime()).toBeGreaterThan(customer.emulator.now().getTime());
  });

  it("is made again when the role is back", async () => {
    const customer = await connectCustomer();
    const role = customer.account().roles.get("rolecallreadonly")!;
    customer.later(1, (account) => account.roles.delete("rolecallreadonly"));
    expect((await customer.scan()).status).toBe("failed");
    expect((await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID })).status).toBe("failing");
    customer.later(1, (account) => account.roles.set("rolecallreadonly", role));
    expect((await customer.scan()).status).toBe("complete");
    expect(await getAccount(customer.ctx, { awsAccountId: AWS_ACCOUNT_ID })).toMatchObject({
      status: "ok",
      statusReason: null,
    });
  });
});

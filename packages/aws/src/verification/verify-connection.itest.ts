import {
  CHECKED_PERMISSIONS,
  type ConnectionCheck,
  PACK_PERMISSIONS,
  PERMISSION_PACKS,
  pendingChecks,
} from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { emulate, SMALL } from "../testing/emulated-account.ts";
import { deny, verify } from "./verification-fixture.ts";

const PRINCIPAL_ARN = "arn:aws:iam::111122223333:role/rolecall-inventory";

it("passes a role that is safe and sufficient, check by check", async () => {
  const emulated = await emulate(SMALL);
  const { checks, changes, verdict } = await verify(emulated);
  expect(checks.map(({ name, status, message }) => [name, status, message])).toEqual(
    pendingChecks().map(({ name }) => [name, "passed", null]),
  );
  expect(changes.map(({ name, status }) => `${name} ${status}`)).toEqual(
    pendingChecks().flatMap(({ name }) => [`${name} running`, `${name} passed`]),
  );
  expect(verdict).toMatchObject({ status: "active", reason: null });
});

it("tells who the worker is", async () => {
  const { reader } = await emulate(SMALL);
  expect(await reader.whoAmI()).toMatchObject({
    principalArn: PRINCIPAL_ARN,
    awsAccountId: "111122223333",
    partition: "aws",
  });
});

describe("a role that cannot be assumed", () => {
  it.each([
    ["does not exist", { roleArn: "arn:aws:iam::400000000001:role/Other" }],
    ["asks for another External ID", { externalId: "rolecall-another" }],
    ["is of an unknown account", { roleArn: "arn:aws:iam::400000000009:role/RolecallReadOnly" }],
  ])("because it %s fails with all likely causes, and the rest is skipped", async (_, given) => {
    const { checks, check } = await verify(await emulate(SMALL), given);
    const right = check("right_external_id");
    expect(right?.status).toBe("failed");
    for (const cause of [
      "exists",
      PRINCIPAL_ARN,
      "sts:ExternalId",
      "MFA",
      "control policy",
      "suspended",
      "not authorized",
    ]) {
      expect(right?.message).toContain(cause);
    }
    const others = checks.filter(({ name }) => name !== "right_external_id");
    expect(others.every(({ status, message }) => status === "skipped" && message)).toBe(true);
  });

  it("because its ARN is none costs no call at all to assume it", async () => {
    const emulated = await emulate(SMALL);
    const { check } = await verify(emulated, { roleArn: "arn:aws:iam::400000000001:user/RolecallReadOnly" });
    expect(check("right_external_id")).toMatchObject({
      status: "failed",
      message: expect.stringContaining("no role ARN"),
    });
    expect(emulated.emulator.calls().byAction.AssumeRole).toBeUndefined();
  });

  it("at first, for it is new, is tried again", async () => {
    const emulated = await emulate(SMALL, { timing: { roleSettleMs: 1_000 } });
    emulated.emulator.faults.add({ action: "AssumeRole", kind: "AccessDenied", times: 2 });
    expect((await verify(emulated)).verdict.status).toBe("active");
  });
});

describe("a permission that is missing", () => {
  it.each(CHECKED_PERMISSIONS.map(({ action, required }) => ({ action, required })))(
    "$action is told",
    async ({ action, required }) => {
      const emulated = await emulate(SMALL);
      deny(emulated, action);
      const { checks, verdict } = await verify(emulated);
      const notPassed = checks.filter(({ status }) => status !== "passed");
      expect(notPassed).toMatchObject([
        {
          name: `permission:${action}`,
          status: required ? "failed" : "warning",
          message: expect.stringContaining(action),
        },
      ]);
      expect(verdict.status).toBe(required ? "failed" : "active");
    },
  );
});

describe("packs", () => {
  const emulateManagement = async () => {
    const emulated = await emulate(SMALL);
    expect(emulated.emulator.state().managementAccountId).toBe(emulated.account().awsAccountId);
    return emulated;
  };

  it("are checked, each in a session of its own, after the core", async () => {
    const emulated = await emulateManagement();
    const { checks, changes, verdict } = await verify(emulated, { packs: PERMISSION_PACKS });
    expect(checks.map(({ name, status }) => [name, status])).toEqual(
      pendingChecks(PERMISSION_PACKS).map(({ name }) => [name, "passed"]),
    );
    expect(changes.filter(({ status }) => status === "passed")).toHaveLength(checks.length);
    expect(verdict.status).toBe("active");
    // The core's, the two that must be refused, its own once more, and one for each other pack.
    expect(emulated.emulator.calls().byAction.AssumeRole).toBe(7);
  });

  it("that were not chosen are not tried", async () => {
    const emulated = await emulateManagement();
    const { checks } = await verify(emulated, { packs: ["cloudtrail"] });
    expect(checks.map(({ name }) => name)).toEqual(pendingChecks(["cloudtrail"]).map(({ name }) => name));
    expect(Object.keys(emulated.emulator.calls().byAction)).not.toContain("DescribeOrganization");
  });

  it.each(PACK_PERMISSIONS.map(({ action, pack }) => ({ action, pack })))(
    "without $action are told of",
    async ({ action, pack }) => {
      const emulated = await emulateManagement();
      deny(emulated, action);
      const { checks, verdict } = await verify(emulated, { packs: [pack] });
      const isRequired = action === "organizations:ListAccounts";
      expect(checks.filter(({ status }) => status !== "passed")).toMatchObject([
        {
          name: `permission:${action}`,
          status: isRequired ? "failed" : "warning",
          message: expect.stringContaining(action),
        },
      ]);
      expect(verdict.status).toBe(isRequired ? "failed" : "active");
    },
  );

  it("of an organisation fail in an account that does not manage it, with where to connect instead", async () => {
    const emulated = await emulateManagement();
    emulated.emulator.mutate(() => {
      emulated.account().standsAlone = true;
    });
    const { check, verdict } = await verify(emulated, { packs: ["organization"] });
    expect(check("permission:organizations:ListAccounts")).toMatchObject({
      status: "failed",
      message: expect.stringContaining("management account"),
    });
    expect(verdict).toMatchObject({ status: "failed", reason: expect.stringContaining("in no organization") });
  });

  it("for which there is no session are not proven", async () => {
    const emulated = await emulateManagement();
    const { check, verdict } = await verify(emulated, {
      packs: ["cloudtrail"],
      onCheck: ({ name, status }) => {
        const isLastOfCore = name === pendingChecks().at(-1)?.name && status === "passed";
        if (isLastOfCore) emulated.emulator.faults.add({ action: "AssumeRole", kind: "AccessDenied", times: 9 });
      },
    });
    expect(check("permission:cloudtrail:LookupEvents")).toMatchObject({
      status: "unproven",
      message: expect.stringContaining("no session to try cloudtrail:LookupEvents"),
    });
    expect(verdict).toMatchObject({ status: "failed", isConclusive: false });
  });
});

describe("an endpoint that does not have GetAccountAuthorizationDetails", () => {
  const verifyWithout = async (denied: readonly string[]) => {
    const emulated = await emulate(SMALL);
    const times = Number.POSITIVE_INFINITY;
    emulated.emulator.faults.add({ action: "GetAccountAuthorizationDetails", kind: "unsupported", times });
    for (const action of denied) deny(emulated, action);
    const { checks, verdict } = await verify(emulated);
    return { notPassed: checks.filter(({ status }) => status !== "passed"), verdict };
  };
  const name = "permission:iam:GetAccountAuthorizationDetails";

  it("is warned of, and good enough", async () => {
    const { notPassed, verdict } = await verifyWithout([]);
    expect(notPassed).toMatchObject([{ name, status: "warning", message: expect.stringContaining("iam:ListUsers") }]);
    expect(notPassed[0]?.message).not.toContain("denied");
    expect(verdict.status).toBe("active");
  });

  it("is warned of with what is denied besides", async () => {
    const { notPassed, verdict } = await verifyWithout(["iam:ListGroupsForUser"]);
    expect(notPassed).toMatchObject([
      { name, status: "warning", message: expect.stringContaining("iam:ListGroupsForUser is denied") },
    ]);
    expect(verdict.status).toBe("active");
  });

  it("fails where the users cannot be listed either", async () => {
    const { notPassed, verdict } = await verifyWithout(["iam:ListUsers"]);
    expect(notPassed).toMatchObject([
      { name, status: "failed", message: expect.stringContaining("iam:ListUsers is denied") },
    ]);
    expect(verdict.status).toBe("failed");
  });
});

it("stops with the reason when aborted", async () => {
  const abort = new AbortController();
  const onCheck = ({ name }: ConnectionCheck) =>
    name === "no_external_id" && abort.abort(new Error("stopped by the owner"));
  await expect(verify(await emulate(SMALL), { signal: abort.signal, onCheck })).rejects.toThrow("stopped by the owner");
});

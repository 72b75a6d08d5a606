import type { ResourceKind } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import { ALL_READ, coverageStates, emulate, keyIdsIn, keyIdsOf, SMALL } from "../testing/emulated-account.ts";

describe("coverage", () => {
  it.each<[string, ResourceKind[]]>([
    ["GetCredentialReport", ["credential_report", "mfa_devices", "signing_certificates"]],
    ["ListAccessKeys", ["access_keys"]],
    ["ListVirtualMFADevices", ["mfa_devices"]],
    ["ListMFADevices", ["mfa_devices"]],
    ["ListRoles", ["role_session_durations"]],
    ["ListServiceSpecificCredentials", ["service_specific_credentials"]],
    ["ListOpenIDConnectProviders", ["oidc_providers"]],
    ["GetOpenIDConnectProvider", ["oidc_providers"]],
    ["ListSAMLProviders", ["saml_providers"]],
    ["ListServerCertificates", ["server_certificates"]],
    ["GetAccountPasswordPolicy", ["password_policy"]],
    ["GetAccountSummary", ["account_summary"]],
    ["ListAccountAliases", ["account_alias"]],
  ])("tells that %s is denied, and reads the rest", async (action, resources) => {
    const { emulator, read } = await emulate(SMALL);
    emulator.faults.add({ action, kind: "AccessDenied", times: 10_000 });
    const reading = await read();
    const denied = reading.coverage.filter(({ state }) => state !== "read");
    expect(denied.map(({ resource }) => resource)).toEqual(resources);
    for (const { state, reason, action: named } of denied) {
      expect([state, named]).toEqual(["denied", `iam:${action}`]);
      expect(reason).toContain(`iam:${action} is denied`);
    }
  });

  it("reads a report that is there although making one is denied", async () => {
    const { emulator, read } = await emulate(SMALL);
    await read();
    emulator.faults.add({ action: "GenerateCredentialReport", kind: "AccessDenied", times: 10_000 });
    expect(coverageStates(await read())).toEqual(ALL_READ);
  });

  it("asks only few users where listing keys is denied, and says that the keys are unread", async () => {
    const { emulator, read } = await emulate({
      users: 200,
      usersWithKeys: 150,
      accessKeys: 150,
      roles: 1,
      policies: 0,
    });
    emulator.faults.add({ action: "ListAccessKeys", kind: "AccessDenied", times: 10_000 });
    const reading = await read();
    expect(reading.apiCalls.byAction["iam:ListAccessKeys"]).toBeLessThanOrEqual(12);
    expect(reading.coverage.find(({ resource }) => resource === "access_keys")?.reason).toContain("152 of 152 users");
    const unread = reading.users.filter(({ accessKeys }) => accessKeys.state === "unread");
    expect(unread).toHaveLength(152);
    expect(unread.every(({ reportFingerprint }) => reportFingerprint === null)).toBe(true);
  });

  it("falls back on calls per user where the report is malformed", async () => {
    const { emulator, account, read } = await emulate(SMALL);
    emulator.faults.add({ action: "GetCredentialReport", kind: "malformedReport", times: 10 });
    const reading = await read();
    const failed = { credential_report: "failed", mfa_devices: "failed", signing_certificates: "failed" };
    expect(coverageStates(reading)).toEqual({ ...ALL_READ, ...failed });
    expect(keyIdsOf(reading)).toEqual(keyIdsIn(account()));
    expect(reading.apiCalls.byAction["iam:ListAccessKeys"]).toBe(SMALL.users);
    expect(reading.apiCalls.byAction["iam:ListMFADevices"]).toBeUndefined();
    expect(
      reading.users.every(({ mfa, consolePassword }) => mfa.state === "unread" && consolePassword.state === "unread"),
    ).toBe(true);
    const uses = reading.users.flatMap(({ accessKeys }) => (accessKeys.state === "read" ? accessKeys.value : []));
    expect(uses.some(({ lastUse: use }) => use.kind === "at")).toBe(true);
  });
});

it("does not take a last use that was denied for never", async () => {
  const { emulator, account, read } = await emulate(SMALL);
  emulator.faults.add({ action: "GetCredentialReport", kind: "malformedReport", times: 10 });
  emulator.faults.add({ action: "GetAccessKeyLastUsed", kind: "AccessDenied", times: 10_000 });
  const reading = await read();
  expect(reading.coverage.find(({ resource }) => resource === "access_keys")).toMatchObject({
    state: "read",
    reason: expect.stringContaining(
      `Last use of ${keyIdsIn(account()).length} keys is unknown. iam:GetAccessKeyLastUsed is denied`,
    ),
  });
  const keys = reading.users.flatMap(({ accessKeys }) => (accessKeys.state === "read" ? accessKeys.value : []));
  expect(keys.every(({ lastUse: use }) => use.kind === "unknown")).toBe(true);
  expect(reading.apiCalls.byAction["iam:GetAccessKeyLastUsed"]).toBeLessThanOrEqual(12);
});

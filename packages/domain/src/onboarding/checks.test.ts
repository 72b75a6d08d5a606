import { describe, expect, test } from "vitest";
import type { CheckStatus, ConnectionCheck } from "../accounts/connection.ts";
import {
  actionsOf,
  PERMISSION_PACKS,
  type PermissionPack,
  READ_PERMISSIONS,
  readOnlySessionPolicy,
} from "../permissions/permissions.ts";
import { checkedPermissions, pendingChecks, TRUST_CHECKS, verdictOf } from "./checks.ts";

const message = (name: string) => `What was found at ${name}`;

/** All checks passed but those named. */
function checks(changes: Record<string, CheckStatus> = {}, packs: readonly PermissionPack[] = []): ConnectionCheck[] {
  const names = pendingChecks(packs).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(changes)));
  return pendingChecks(packs).map((check) => {
    const status = changes[check.name] ?? "passed";
    const isTold = status === "failed" || status === "warning" || status === "unproven";
    return { ...check, status, message: isTold ? message(check.name) : null };
  });
}

describe("the pending checks", () => {
  test("are the trust's in their order, then one for each permission, none of them judged", () => {
    const pending = pendingChecks();
    expect(pending.slice(0, TRUST_CHECKS.length).map(({ name }) => name)).toEqual([
      "right_external_id",
      "expected_account",
      "no_external_id",
      "random_external_id",
    ]);
    const permissions = pending.slice(TRUST_CHECKS.length).map(({ name }) => name);
    const required = READ_PERMISSIONS.filter((permission) => permission.required);
    expect(permissions).toEqual(expect.arrayContaining(required.map(({ action }) => `permission:${action}`)));
    expect(new Set(pending.map(({ name }) => name)).size).toBe(pending.length);
    expect(pending.every((check) => check.status === "pending" && check.message === null)).toBe(true);
  });

  test("have those of the packs chosen, after the core's", () => {
    const names = (packs: readonly PermissionPack[]) => pendingChecks(packs).map(({ name }) => name);
    const core = names([]);
    expect(names(["core"])).toEqual(core);
    expect(names(["cloudtrail"])).toEqual([...core, "permission:cloudtrail:LookupEvents"]);
    expect(names(PERMISSION_PACKS)).toEqual([
      ...core,
      ...actionsOf(["cloudtrail", "roles_anywhere", "organization"]).map((action) => `permission:${action}`),
    ]);
  });

  test("require of an organisation that its accounts can be listed, and of no pack anything else", () => {
    const required = (packs: readonly PermissionPack[]) =>
      checkedPermissions(packs).flatMap((permission) => (permission.required ? permission.action : []));
    expect(required(PERMISSION_PACKS)).toEqual([...required([]), "organizations:ListAccounts"]);
  });

  test("are new ones each time", () => {
    pendingChecks()[0]!.status = "passed";
    expect(pendingChecks()[0]!.status).toBe("pending");
  });
});

describe("the verdict", () => {
  const permission = "permission:iam:GetAccountAuthorizationDetails";

  test.each<[string, Record<string, CheckStatus>, string, string | null]>([
    ["all passed", {}, "active", null],
    ["an optional permission missing", { [permission]: "warning" }, "active", null],
    ["a required permission missing", { [permission]: "failed" }, "failed", message(permission)],
    ["the role not assumable", { right_external_id: "failed" }, "failed", message("right_external_id")],
    ["another account's session", { expected_account: "failed" }, "failed", message("expected_account")],
    ["open without an External ID", { no_external_id: "failed" }, "unsafe", message("no_external_id")],
    ["open with any External ID", { random_external_id: "failed" }, "unsafe", message("random_external_id")],
    [
      "unsafe and lacking a permission",
      { [permission]: "failed", no_external_id: "failed" },
      "unsafe",
      message("no_external_id"),
    ],
    [
      "unsafe and of another account",
      { expected_account: "failed", random_external_id: "failed" },
      "unsafe",
      message("random_external_id"),
    ],
    ["a check that still runs", { [permission]: "running" }, "failed", expect.stringMatching(/^Check not finished: /)],
    ["a proof left out", { no_external_id: "skipped" }, "failed", expect.stringMatching(/^Check not finished: /)],
    ["a proof that AWS gave no answer to", { no_external_id: "unproven" }, "failed", message("no_external_id")],
    [
      "a proof with a warning",
      { random_external_id: "warning" },
      "failed",
      expect.stringMatching(/^Check not passed: /),
    ],
  ])("%s", (_, changes, status, reason) => {
    expect(verdictOf(checks(changes))).toMatchObject({ status, reason });
  });

  test.each<[string, Record<string, CheckStatus>, boolean]>([
    ["all passed", {}, true],
    ["unsafe", { no_external_id: "failed" }, true],
    [
      "something failed, and something else gave no answer",
      { [permission]: "failed", no_external_id: "unproven" },
      true,
    ],
    ["no answer to a proof", { random_external_id: "unproven" }, false],
    ["no session, for want of an answer", { right_external_id: "unproven", no_external_id: "skipped" }, false],
  ])("is conclusive or not: %s", (_, changes, isConclusive) => {
    expect(verdictOf(checks(changes)).isConclusive).toBe(isConclusive);
  });

  test.each<[CheckStatus, string]>([
    ["failed", "failed"],
    ["warning", "active"],
  ])("of an organisation where listing its accounts is %s", (found, status) => {
    const name = "permission:organizations:ListAccounts";
    expect(verdictOf(checks({ [name]: found }, ["organization"]))).toMatchObject({
      status,
      reason: found === "failed" ? message(name) : null,
    });
  });

  test.each(TRUST_CHECKS.map(({ name }) => name))("without the check %s is never active", (name) => {
    expect(verdictOf(checks().filter((check) => check.name !== name)).status).toBe("failed");
  });

  test("of no checks, or of checks that were not run, is not active", () => {
    expect(verdictOf([]).status).toBe("failed");
    expect(verdictOf(pendingChecks()).status).toBe("failed");
  });
});

describe.each(PERMISSION_PACKS)("the session policy of the pack %s", (pack) => {
  test("fits into what AWS takes", () => {
    expect(readOnlySessionPolicy(pack).length).toBeLessThanOrEqual(2_048);
  });

  test("allows the permissions of the table and nothing that changes anything", () => {
    const policy = JSON.parse(readOnlySessionPolicy(pack));
    expect(policy.Version).toBe("2012-10-17");
    expect(policy.Statement).toHaveLength(1);
    const { Effect, Action, Resource } = policy.Statement[0];
    expect([Effect, Resource]).toEqual(["Allow", "*"]);
    expect(Action).toEqual(READ_PERMISSIONS.filter((row) => row.pack === pack).map(({ action }) => action));
    // Generating a report changes nothing: the only actions without a reading name.
    const isReading =
      /^[\w-]+:(Get|List|Describe|LookupEvents$|Generate(CredentialReport|ServiceLastAccessedDetails)$)/;
    expect(Action.filter((action: string) => !isReading.test(action))).toEqual([]);
    expect(JSON.stringify(Action)).not.toContain("*");
  });
});

import { describe, expect, test } from "vitest";
import type { Subject } from "../inventory/change.ts";
import type { VersionContent } from "./fields.ts";
import { eventNamesOf, eventResourceNames } from "./trail-events.ts";

describe("the events that may have done it", () => {
  test.each<[Subject, "created" | "changed" | "removed", VersionContent, string[], string[]]>([
    ["user", "created", {}, [], ["CreateUser"]],
    ["user", "changed", {}, ["groupNames"], ["AddUserToGroup", "RemoveUserFromGroup"]],
    ["role", "changed", {}, ["trust.principals", "trust.document"], ["UpdateAssumeRolePolicy"]],
    ["role", "changed", {}, ["inlinePolicies.s3"], ["PutRolePolicy", "DeleteRolePolicy"]],
    ["credential", "removed", { kind: "access_key" }, [], ["DeleteAccessKey"]],
    ["credential", "changed", { kind: "access_key" }, ["lastUse"], []],
    ["credential", "created", { kind: "nonsense" }, [], []],
  ])("of %s %s", (subject, change, content, fields, expected) => {
    expect(
      eventNamesOf(
        subject,
        change,
        content,
        fields.map((field) => ({ field })),
      ),
    ).toEqual(expected);
  });

  test.each<[Subject, VersionContent, string[]]>([
    ["user", { user_name: "ada", arn: "arn:ada" }, ["ada", "arn:ada"]],
    ["credential", { kind: "access_key", access_key_id: "AKIA1", identity: "AKIA1" }, ["AKIA1", "AKIA1"]],
    ["credential", { kind: "console_password", identity: "AIDA:console_password", user_name: "ada" }, ["ada"]],
    ["policy", { policy_name: "Deploy", arn: "arn:p" }, ["Deploy", "arn:p"]],
  ])("name %s %j", (subject, content, expected) => {
    expect(eventResourceNames(subject, content)).toEqual(expected);
  });
});

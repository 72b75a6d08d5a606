import fc from "fast-check";
import { expect, test } from "vitest";
import { permissionSetName, successorRoleName } from "./role-name.ts";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const IAM_ROLE_NAME = /^(?!-)[\w+=,.@-]{1,64}$/;
const userName = fc.string({ unit: fc.constantFrom(..."ab-_.+=,@9"), minLength: 1, maxLength: 64 });

test.each([
  ["deploy-web", "deploy-web-role"],
  ["jane.doe@fernhill.example", "jane.doe@fernhill.example-role"],
  ["a".repeat(59), `${"a".repeat(59)}-role`],
])("%s is followed by %s", (user, role) => {
  expect(successorRoleName(user)).toBe(role);
});

test("whatever the user is called, IAM takes the name of the role and Identity Center that of the permission set", () => {
  fc.assert(
    fc.property(fc.oneof(userName, fc.string({ unit: "binary" })), (user) => {
      expect(successorRoleName(user)).toMatch(IAM_ROLE_NAME);
      expect(permissionSetName(successorRoleName(user))).toMatch(/^[\w+=,.@-]{1,32}$/);
    }),
  );
});

test("two users get two names, also where the names had to be changed or cut", () => {
  fc.assert(
    fc.property(userName, userName, (one, other) => {
      fc.pre(one !== other);
      expect(successorRoleName(one)).not.toBe(successorRoleName(other));
    }),
  );
  const long = Array.from({ length: 2000 }, (_, index) => `${"x".repeat(60)}${index.toString(36)}`);
  expect(new Set(long.map(successorRoleName)).size).toBe(long.length);
  expect(new Set(long.map((user) => permissionSetName(successorRoleName(user)))).size).toBe(long.length);
});

import { expect, test } from "vitest";
import { SignUpInput } from "./administration.ts";

const given = { email: "Ada@Example.test", password: "twelve chars", name: " Ada ", tenantName: "Analytical Engines" };

test("an address is kept in lower case, names without white space around them, a password as it is", () => {
  expect(SignUpInput.parse({ ...given, password: " 12 with spaces " })).toEqual({
    email: "ada@example.test",
    password: " 12 with spaces ",
    name: "Ada",
    tenantName: "Analytical Engines",
  });
});

test.each([
  ["email", "ada"],
  ["email", `${"a".repeat(250)}@example.test`],
  ["password", "eleven char"],
  ["password", "x".repeat(201)],
  ["name", " "],
  ["tenantName", ""],
  ["tenantName", "a\0b"],
])("the %s %j is refused by its name", (field, value) => {
  const { error } = SignUpInput.safeParse({ ...given, [field]: value });
  expect(error?.issues.map((issue) => issue.path[0])).toEqual([field]);
});

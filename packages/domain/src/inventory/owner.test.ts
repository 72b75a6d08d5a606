import { expect, test } from "vitest";
import { ownerFromTags } from "./owner.ts";

const tags = (...pairs: [string, string][]) => pairs.map(([key, value]) => ({ key, value }));

test.each([
  ["no tag", tags(), null],
  ["tags of other names", tags(["env", "prod"], ["ownership", "x"]), null],
  ["the owner tag in any case", tags(["OWNER", "ada@example.test"]), "ada@example.test"],
  ["white space around the value", tags(["owner", "  ada "]), "ada"],
  ["owner before team, whatever their order", tags(["team", "payments"], ["owner", "ada"]), "ada"],
  ["team where the owner is blank", tags(["owner", " "], ["team", "payments"]), "payments"],
  ["the tag that says it, of two that differ in case", tags(["Owner", "ada"], ["owner", ""]), "ada"],
  ["whoever made it, for want of another", tags(["CreatedBy", "terraform"]), "terraform"],
  ["our own tag", tags(["rolecall:owner", "ada"], ["contact", "bob"]), "ada"],
])("%s", (_, given, owner) => {
  expect(ownerFromTags(given)).toBe(owner);
});

import { expect, test } from "vitest";
import { isWithin, SECTION_GROUPS } from "./sections.ts";

const openOn = (pathname: string): string[] =>
  SECTION_GROUPS.flatMap(({ sections }) => sections)
    .filter((section) => isWithin(pathname, section))
    .map(({ label }) => label);

test.each([
  ["/users", "Users"],
  ["/users/0190", "Users"],
  ["/roles", "Roles"],
  ["/roles-anywhere", "More"],
  ["/instance-profiles/0190", "More"],
  ["/accounts/upload", "Accounts"],
  ["/findings/0190", "Findings"],
  ["/trust-map", "Trust map"],
  ["/rotation", "Rotation"],
])("on %s the section %s is open, and no other", (pathname, label) => {
  expect(openOn(pathname)).toEqual([label]);
});

import { expect, test } from "vitest";
import { sectionOf } from "./sections.ts";

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
  ["/migration", "Queue"],
  ["/migration/0190", "Queue"],
  ["/migration/progress", "Progress"],
  ["/nowhere", undefined],
])("on %s the section %s is open", (pathname, label) => {
  expect(sectionOf(pathname)?.label).toBe(label);
});

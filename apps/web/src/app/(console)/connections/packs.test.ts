import { READ_PERMISSIONS } from "@rolecall/domain";
import { expect, it } from "vitest";
import { grantedPermissions } from "./packs.ts";

const countOf = (packs: Parameters<typeof grantedPermissions>[0]["packs"]) =>
  grantedPermissions({ packs }).flatMap(({ asked, fallback }) => [...asked, ...fallback]).length;

it("names the core for every connection, and the packs that were chosen", () => {
  expect(grantedPermissions({ packs: [] }).map(({ pack }) => pack)).toEqual(["core"]);
  expect(grantedPermissions({ packs: ["cloudtrail", "organization"] }).map(({ pack }) => pack)).toEqual([
    "core",
    "organization",
    "cloudtrail",
  ]);
});

it("leaves no permission of the templates unnamed", () => {
  expect(countOf(["cloudtrail", "roles_anywhere", "organization"])).toBe(READ_PERMISSIONS.length);
});

it("keeps what is read only in place of a bulk call apart", () => {
  const [core] = grantedPermissions({ packs: [] });
  expect(core!.fallback.map(({ action }) => action)).toContain("iam:ListUsers");
  expect(core!.asked.map(({ action }) => action)).not.toContain("iam:ListUsers");
});

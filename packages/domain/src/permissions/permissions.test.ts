import { expect, test } from "vitest";
import { ResourceKind } from "../scans/coverage.ts";
import { actionsOf, PERMISSION_PACKS, READ_PERMISSIONS, readOnlySessionPolicy } from "./permissions.ts";

test("every kind of resource is fed by a permission that customers are asked for", () => {
  const fed = new Set<ResourceKind>(READ_PERMISSIONS.flatMap(({ feeds }) => [...feeds]));
  expect(ResourceKind.options.filter((resource) => !fed.has(resource))).toEqual([]);
});

test("no action is asked for twice", () => {
  const actions = actionsOf(PERMISSION_PACKS);
  expect(actions).toEqual([...new Set(actions)]);
});

test.each(PERMISSION_PACKS)("the session policy of %s fits into AWS's limit of 2,048 characters", (pack) => {
  expect(readOnlySessionPolicy(pack).length).toBeLessThanOrEqual(2_048);
});

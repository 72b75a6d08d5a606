import { makeTenant, testDeps } from "@rolecall/testing";
import { expect, test } from "vitest";
import { verifyPassword } from "./sign-in.ts";

test("the right password is accepted, a wrong one and a stranger's are not", async () => {
  const deps = testDeps();
  const { email, password, personId } = await makeTenant(deps);
  expect(await verifyPassword(deps, { email, password })).toEqual({ personId });
  expect(await verifyPassword(deps, { email: ` ${email.toUpperCase()} `, password })).toEqual({ personId });
  expect(await verifyPassword(deps, { email, password: `${password}!` })).toBeNull();
  expect(await verifyPassword(deps, { email: `not-${email}`, password })).toBeNull();
});

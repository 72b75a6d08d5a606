import fc from "fast-check";
import { expect, test } from "vitest";
import { CredentialKind } from "../../inventory/credential.ts";
import type { Holder } from "../../inventory/holder.ts";
import type { JudgedUser } from "../../judgement/judged.ts";
import cases from "./holder.cases.json" with { type: "json" };
import { holderOf, tellHolder } from "./holder.ts";
import { credentialOf, userOf } from "./subjects-fixture.ts";

type Case = {
  name: string;
  source: string;
  given: { user?: Partial<JudgedUser>; credentials: CredentialKind[] };
  expected: Holder;
};

test.each(cases as Case[])("$name ($source): $expected", ({ given, expected }) => {
  const credentials = given.credentials.map((kind) => credentialOf(kind));
  expect(holderOf(given.user ? userOf(given.user) : null, credentials)).toBe(expected);
});

test("says what tells it", () => {
  const user = userOf({ tags: [{ key: "UserType", value: "Service" }] });
  expect(tellHolder(user, [])).toEqual({ holder: "machine", reason: 'its tag UserType says "Service"' });
  expect(tellHolder(userOf({ path: "/people/" }), []).reason).toBe("its path is /people/");
});

test("does not depend on the order of the credentials", () => {
  const kinds = fc.uniqueArray(fc.constantFrom(...CredentialKind.options));
  fc.assert(
    fc.property(kinds, fc.option(fc.boolean()), (of, hasConsolePassword) => {
      const credentials = of.map((kind) => credentialOf(kind));
      const user = userOf({ hasConsolePassword });
      expect(tellHolder(user, credentials.toReversed())).toEqual(tellHolder(user, credentials));
    }),
  );
});

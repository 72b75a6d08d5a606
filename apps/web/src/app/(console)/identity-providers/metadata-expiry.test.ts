import { expect, test } from "vitest";
import { expiryOf } from "./metadata-expiry.ts";

const at = new Date("2026-11-22T00:00:00Z");

test.each([
  ["saml", "2026-11-21T23:59:59Z", "expired"],
  ["saml", "2026-11-22T00:00:01Z", "near"],
  ["saml", "2026-12-21T23:59:59Z", "near"],
  ["saml", "2026-12-22T00:00:00Z", "far"],
  ["saml", null, "unknown"],
  ["oidc", null, "none"],
] as const)("a %s provider valid until %s is %s", (kind, validUntil, expiry) => {
  expect(expiryOf({ kind, validUntil: validUntil && new Date(validUntil) }, at)).toBe(expiry);
});

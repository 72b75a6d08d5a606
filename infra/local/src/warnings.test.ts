import { expect, it } from "vitest";
import { warningsOf } from "./warnings.ts";

it.each([
  ["127.0.0.1", {}, 0],
  ["localhost", {}, 0],
  ["::1", {}, 0],
  ["127.0.0.1", { NEXTAUTH_URL: "https://rolecall.example" }, 0],
  ["0.0.0.0", { NEXTAUTH_URL: "https://rolecall.example" }, 0],
  ["0.0.0.0", {}, 1],
  ["::", {}, 1],
  ["192.0.2.7", { NEXTAUTH_URL: "http://rolecall.example" }, 1],
  ["127.0.0.1", { NEXTAUTH_URL: "http://rolecall.example" }, 1],
  ["127.0.0.1", { ROLECALL_PUBLIC_URL: "http://rolecall.example" }, 1],
  ["127.0.0.1", { NEXTAUTH_URL: "http://localhost:3000" }, 0],
  ["0.0.0.0", { NEXTAUTH_URL: "http://127.0.0.1.example" }, 1],
])("listening on %s with %j has %i warnings of plain http", (host, inherited, count) => {
  const warnings = warningsOf({ host, inherited }, false);
  expect(warnings).toHaveLength(count);
  for (const warning of warnings) expect(warning).toMatch(/plain http/);
});

it("does not run as root without a word", () => {
  expect(warningsOf({ host: "127.0.0.1", inherited: {} }, true)).toEqual([expect.stringMatching(/running as root/)]);
});

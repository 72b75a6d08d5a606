import { expect, it } from "vitest";
import { refuseBody } from "./body-limits.ts";

const chunked = { "transfer-encoding": "chunked" };
const bytes = (length: number) => ({ "content-length": String(length) });

it.each<[string, Record<string, string>, number | null]>([
  ["/api/auth/callback/credentials", bytes(200), null],
  ["/api/auth/callback/credentials", bytes(65_537), 413],
  ["/api/auth/callback/credentials", bytes(500_000_000), 413],
  ["/api/auth/callback/credentials", chunked, 411],
  ["/sign-up", bytes(10_000_000), 413],
  ["/sign-up", chunked, 411],
  ["/api/unsubscribe/x", bytes(70_000), 413],
  ["/api/v1", bytes(70_000), 413],
  ["/api/v1/connections", bytes(1_000_000), null],
  ["/api/v1/connections", bytes(1_200_000), 413],
  ["/api/v1/connections", chunked, null],
  ["/api/trpc/users.list", bytes(2_000_000), 413],
  ["/users", {}, null],
])("a body to %s announced by %j is answered with %j", (path, headers, status) => {
  expect(refuseBody(path, new Headers(headers))?.status ?? null).toBe(status);
});

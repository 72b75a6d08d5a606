import { expect, it } from "vitest";
import { localPath } from "./local-path.ts";

it.each([
  ["/scans/1?tab=calls", "/scans/1?tab=calls"],
  ["/", "/"],
  ["//evil.example/overview", "/overview"],
  ["/\\evil.example", "/overview"],
  ["https://evil.example", "/overview"],
  ["javascript:alert(1)", "/overview"],
  ["overview", "/overview"],
  [undefined, "/overview"],
  [["/users", "/roles"], "/overview"],
])("%j leads to %s", (asked, expected) => {
  expect(localPath(asked)).toBe(expected);
});

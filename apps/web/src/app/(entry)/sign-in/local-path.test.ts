import fc from "fast-check";
import { expect, it } from "vitest";
import { localPath } from "./local-path.ts";

it.each([
  ["/scans/1?tab=calls", "/scans/1?tab=calls"],
  ["/", "/"],
  ["/users/../roles", "/roles"],
  ["//evil.example/overview", "/overview"],
  ["/.//evil.example", "/overview"],
  ["/./\\evil.example", "/overview"],
  ["/..//evil.example", "/overview"],
  ["/a/..//evil.example", "/overview"],
  ["/%2e//evil.example", "/overview"],
  ["/.\t//evil.example", "/overview"],
  ["/\\evil.example", "/overview"],
  ["https://evil.example", "/overview"],
  ["javascript:alert(1)", "/overview"],
  ["overview", "/overview"],
  [undefined, "/overview"],
  [["/users", "/roles"], "/overview"],
])("%j leads to %s", (asked, expected) => {
  expect(localPath(asked)).toBe(expected);
});

const piece = fc.constantFrom(
  "/",
  "\\",
  ".",
  "..",
  "%2e",
  "%2f",
  "%5c",
  "\t",
  "\n",
  " ",
  "@",
  ":",
  "?",
  "#",
  "evil.example",
  "users",
  "\0",
);

it("whatever is asked for, a browser stays on the console", () => {
  const console = "https://console.example";
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`),
        fc.string(),
      ),
      (asked) => {
        const path = localPath(asked);
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(new URL(path, console).origin).toBe(console);
        expect(localPath(path)).toBe(path);
      },
    ),
    { numRuns: 2_000 },
  );
});

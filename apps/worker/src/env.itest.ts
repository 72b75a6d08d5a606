import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const URLS = Object.fromEntries(
  ["DATABASE_URL", "SYSTEM_DATABASE_URL", "QUEUE_DATABASE_URL"].map((name) => [name, "postgresql://x:y@127.0.0.1:1/z"]),
);

test.each([
  ["short", "too short"],
  ["monotonous", "ab".repeat(20)],
  ["known", "default-unsubscribe-secret-0123456789"],
  ["missing", ""],
])("a worker whose secret is %s does not start, and does not repeat it", (_, secret) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL("env.ts", import.meta.url))], {
    env: { ...URLS, UNSUBSCRIBE_SECRET: secret },
    encoding: "utf8",
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain("UNSUBSCRIBE_SECRET");
  if (secret) expect(`${stdout}${stderr}`).not.toContain(secret);
});

import { spawnSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeTenant, testDeps } from "@rolecall/core/testing";
import { expect, inject, test } from "vitest";

const { settings, newId } = testDeps();

/** Runs a command as whoever runs the installation does, and reads its lines of JSON. */
function admin(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL("admin.ts", import.meta.url)), ...args],
    {
      env: {
        DATABASE_URL: inject("appUrl"),
        SYSTEM_DATABASE_URL: inject("systemUrl"),
        AUTH_DATABASE_URL: inject("authUrl"),
        QUEUE_DATABASE_URL: inject("queueUrl"),
        UNSUBSCRIBE_SECRET: settings.unsubscribeSecret,
        ROLECALL_PUBLIC_URL: "https://rolecall.test",
      },
      encoding: "utf8",
    },
  );
  const lines = stdout.trim().split("\n").filter(Boolean);
  return { status, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("a tenant is made with one line of JSON, which says what was done", { timeout: 120_000 }, () => {
  const email = `owner-${newId()}@acme.test`;
  expect(admin("tenant", "create", "--name", "Acme", "--email", email)).toMatchObject({
    status: 0,
    lines: [
      {
        tenantId: expect.any(String),
        email,
        password: expect.any(String),
        apiToken: expect.stringMatching(/^rolecall_/),
        invitation: null,
        done: `Made Acme and an account for ${email}, who signs in with this password.`,
      },
    ],
  });
});

test("an invitation's link is printed, and listed until it is opened", { timeout: 120_000 }, () => {
  const email = `guest-${newId()}@acme.test`;
  const [made] = admin("tenant", "create", "--name", "Acme", "--email", email, "--invite").lines;
  expect(made).toMatchObject({ password: null, done: expect.stringMatching(/has no member yet/) });
  const { link } = made!.invitation as { link: string };
  expect(link).toMatch(/^https:\/\/rolecall\.test\/invitation\//);
  expect(admin("invitation", "list").lines).toContainEqual(expect.objectContaining({ kind: "member", email, link }));
});

test("a tenant's evidence is checked, by a head that was saved if there is one", { timeout: 120_000 }, async () => {
  const { tenantId } = await makeTenant();
  const folder = await mkdtemp(join(tmpdir(), "head-"));
  const head = join(folder, "head.json");
  const known = { tenantId, sequence: 1, hash: "a".repeat(64), at: "2026-01-01T00:00:00Z" };
  await writeFile(head, JSON.stringify(known));
  expect(admin("verify-evidence", "--tenant", tenantId)).toMatchObject({
    ...{ status: 0, lines: [{ entries: 0, problems: [] }] },
  });
  expect(admin("verify-evidence", "--tenant", tenantId, "--head", head)).toMatchObject({
    status: 1,
    lines: [{ entries: 0, problems: [{ problem: expect.stringMatching(/Entries up to 1 are missing/) }] }],
  });
  await writeFile(head, "{}");
  expect(admin("verify-evidence", "--tenant", tenantId, "--head", head)).toMatchObject({
    ...{ status: 1, stderr: expect.stringMatching(/^head: not a head/), lines: [] },
  });
});

test("forecasts are set beside what came: of a tenant without migrations there are none", { timeout: 120_000 }, () => {
  const [made] = admin("tenant", "create", "--name", "Acme", "--email", `owner-${newId()}@acme.test`).lines;
  const { status, lines } = admin("verify-forecast", "--tenant", String(made?.tenantId));
  expect({ status, lines }).toEqual({ status: 0, lines: [{ weeks: 0, held: 0 }] });
});

test("what is missing is said, with how to use the command", { timeout: 120_000 }, () => {
  const { status, stderr } = admin("tenant", "create", "--name", "Acme");
  expect(status).toBe(1);
  expect(stderr).toMatch(/--email is missing.*\nUsage:/);
});

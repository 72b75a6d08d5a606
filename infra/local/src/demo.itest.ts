import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownerSql } from "@rolecall/db/testing";
import { expect, inject, it, onTestFinished, vi } from "vitest";
import { startDemo } from "./demo.ts";

const START = { timeout: 150_000, interval: 250 };

type Shown = { reachedAt: Date | null; days: number };

const daysAgo = (days: number, endsAt: string): Date => new Date(Date.parse(endsAt) - days * 86_400_000);

async function shownOf(tenantId: string): Promise<Shown | undefined> {
  const { rows } = await ownerSql<Shown>(
    `SELECT reached_at AS "reachedAt", days_done + days_left AS days FROM history_replay WHERE tenant_id = $1`,
    [tenantId],
  );
  return rows[0];
}

it("shows each day of the replay, scans every account on its days, and goes on where it was cut off", async () => {
  const homeDir = mkdtempSync(join(tmpdir(), "rolecall-demo-"));
  mkdirSync(join(homeDir, "logs"));
  const demo = await startDemo({ homeDir });
  onTestFinished(async () => {
    await demo.stopLoading();
    await demo.stop();
    rmSync(homeDir, { recursive: true, force: true });
  });
  const environment = {
    DATABASE_URL: inject("appUrl"),
    SYSTEM_DATABASE_URL: inject("systemUrl"),
    AUTH_DATABASE_URL: inject("authUrl"),
    QUEUE_DATABASE_URL: inject("queueUrl"),
    ROLECALL_PUBLIC_URL: "http://localhost:3000",
    UNSUBSCRIBE_SECRET: "of-the-test-and-of-nothing-else-0123456789",
    ...demo.env,
  };
  const lines: string[] = [];
  const load = () =>
    demo.load({ url: "http://localhost:3000", ownerUrl: "", environment }, (line) => void lines.push(line));
  await load();
  const { endsAt, tenantId } = JSON.parse(readFileSync(join(homeDir, "demo.json"), "utf8"));
  expect(tenantId).toEqual(expect.any(String));
  const untilReached = (at: Date) =>
    vi.waitFor(async () => {
      const { reachedAt } = (await shownOf(tenantId)) ?? {};
      if (!reachedAt || reachedAt < at) throw new Error(`reached ${reachedAt}: ${lines.join(" ")}`);
    }, START);

  await untilReached(daysAgo(357, endsAt));
  await demo.stopLoading();
  const cutOff = await shownOf(tenantId);
  const cutOffAt = cutOff?.reachedAt;
  await load();
  await untilReached(new Date((cutOffAt?.getTime() ?? 0) + 1));
  expect((await shownOf(tenantId))?.days).toBeLessThan(cutOff?.days ?? 0);
  await demo.stopLoading();

  const { rows } = await ownerSql<{ day: string; scans: number; accounts: number; open: number }>(
    `SELECT s.requested_at::date::text AS day, count(DISTINCT s.account_id)::int AS scans,
       (SELECT count(*)::int FROM aws_account a WHERE a.tenant_id = $1) AS accounts
     FROM scan s WHERE s.tenant_id = $1 AND s.kind = 'inventory' AND s.status IN ('complete', 'partial') AND s.requested_at <= $2
     GROUP BY 1 ORDER BY 1`,
    [tenantId, cutOffAt],
  );
  expect(rows.length).toBeGreaterThanOrEqual(2);
  for (const { scans, accounts } of rows) expect(scans).toBe(accounts);
}, 400_000);

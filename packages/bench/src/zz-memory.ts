import { randomUUID } from "node:crypto";
import { createTenant, systemCtx, type Deps } from "@rolecall/core";
import { createDb } from "@rolecall/db";
import { landing, activity, rollUp } from "@rolecall/db";
import { startTestPostgres } from "@rolecall/testing/postgres";
import { landInventory } from "../../core/src/scans/landing/land.ts";
import { keyOf, policyOf, readAs, readingOf, roleOf, userOf } from "../../core/src/scans/landing/facts-fixture.ts";
const gc = (globalThis as { gc?: () => void }).gc!;
const MB = 1024 * 1024;
const postgres = await startTestPostgres();
const db = createDb({ appUrl: postgres.urls.app, systemUrl: postgres.urls.system, authUrl: postgres.urls.auth });
const noQueue = { enqueue: async () => undefined, schedule: async () => undefined } as unknown as Deps["jobs"];
const deps = { db, jobs: noQueue, now: () => new Date(), newId: randomUUID, settings: { publicUrl: "", principalArn: null, templateUrl: null, unsubscribeSecret: "x".repeat(40) } } as unknown as Deps;
const { tenantId } = await createTenant(deps, { name: "m", email: "m@rolecall.test" });
const ctx = systemCtx(deps, tenantId);
const connectionId = randomUUID(), accountId = randomUUID();
await db.inTenant(tenantId, async (tx) => {
  await tx.connection.create({ data: { tenantId, id: connectionId, name: "x", kind: "account", partition: "aws", externalId: randomUUID(), principalArn: "x", status: "active", checks: [], packs: [], createdAt: new Date() } });
  await tx.awsAccount.create({ data: { tenantId, id: accountId, connectionId, awsAccountId: "200000000002", partition: "aws", name: "x", status: "ok", createdAt: new Date(), organizationalUnitPath: [] } });
});
const doc = (name: string) => ({ state: "parsed" as const, document: { Version: "2012-10-17", Statement: Array.from({ length: 12 }, (_, i) => ({ Sid: `${name}${i}`, Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", `ec2:Describe${i}`], Resource: [`arn:aws:s3:::bucket-${name}-${i}/*`] })) } });
const build = () => readingOf({
  users: Array.from({ length: 5000 }, (_, i) => userOf(`user${i}`, { accessKeys: readAs(i < 3500 ? [keyOf(`k${i}`)] : []), inlinePolicies: [{ name: "inline", document: doc(`u${i}`) }], tags: [{ key: "owner", value: `team${i}` }] })),
  roles: Array.from({ length: 5000 }, (_, i) => roleOf(`role${i}`, { trustPolicy: doc(`t${i}`), inlinePolicies: [{ name: "inline", document: doc(`r${i}`) }] })),
  policies: Array.from({ length: 500 }, (_, i) => policyOf(`p${i}`, { document: doc(`p${i}`) })),
});
let asOf = new Date("2026-06-01T00:00:00Z");
const reading = build();
async function run(what: string) {
  gc(); gc();
  const before = process.memoryUsage();
  let peakHeap = 0, peakRss = 0;
  const timer = setInterval(() => { gc(); const m = process.memoryUsage(); peakHeap = Math.max(peakHeap, m.heapUsed); peakRss = Math.max(peakRss, m.rss); }, 700);
  const t0 = performance.now();
  (globalThis as any).STEPS = {};
  const cpu = process.cpuUsage();
  const landed = await db.inTenant(tenantId, (tx) => landInventory(ctx, tx, { accountId, awsAccountId: "200000000002", scanId: randomUUID(), asOf, reading, isUpload: false }));
  const used = process.cpuUsage(cpu);
  clearInterval(timer);
  gc(); gc();
  const after = process.memoryUsage();
  console.log(JSON.stringify((globalThis as any).STEPS)); console.log(what, JSON.stringify(landed.changes), `${Math.round(performance.now() - t0)} ms, cpu ${Math.round((used.user + used.system) / 1000)} ms; heap before ${Math.round(before.heapUsed / MB)}, peak ${Math.round(peakHeap / MB)}, after ${Math.round(after.heapUsed / MB)} MB; rss before ${Math.round(before.rss / MB)}, peak ${Math.round(peakRss / MB)}`);
  asOf = new Date(asOf.getTime() + 3_600_000);
}
await run("first"); await run("unchanged");
for (const user of reading.users) user.tags = [{ key: "owner", value: "other" }];
await run("all owners changed");
await db.close(); await postgres.stop(); process.exit(0);

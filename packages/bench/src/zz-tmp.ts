import { startTestPostgres } from "@rolecall/testing/postgres";
import { makeBenchTenant } from "./bench-tenant.ts";
import { BENCH_NOW, startEmulatedAccount } from "./emulated-account.ts";
import pg from "pg";
const postgres = await startTestPostgres();
const account = await startEmulatedAccount("400000000001", { users: 500, usersWithKeys: 350, accessKeys: 350, roles: 500, policies: 20, latencyMs: 0 });
const tenant = await makeBenchTenant(postgres, account);
const owner = new pg.Client({ connectionString: postgres.urls.owner }); await owner.connect();
const T = ["iam_user","credential","iam_role","entity_version","activity_day","account_day","tenant_day","account_credential_day","tenant_credential_day","rotation_day","credential_limit","judgement","judgement_context","finding","finding_period"];
for (const m of [0, 15]) {
  const { rows: [x] } = await owner.query("SELECT pg_current_xact_id()::text AS id");
  tenant.clock.now = new Date(BENCH_NOW.getTime() + m * 60000);
  await tenant.scan();
  const out: string[] = [];
  for (const t of T) { const { rows } = await owner.query(`SELECT count(*)::int n FROM ${t} WHERE xmin::text::bigint >= $1::bigint`, [x.id]); if (rows[0].n) out.push(t + "=" + rows[0].n); }
  console.log(m, out.join(" "));
  if (m === 15) {
    const { rows } = await owner.query(`SELECT subject, subject_id, change, valid_from, valid_to, content FROM entity_version WHERE xmin::text::bigint >= $1::bigint ORDER BY subject_id, valid_from LIMIT 2`, [x.id]);
    for (const r of rows) console.log(r.subject, r.subject_id, r.change, r.valid_to, JSON.stringify(r.content).slice(0, 900));
  }
}
await owner.end(); await tenant.close(); account.close(); await postgres.stop();
process.exit(0);

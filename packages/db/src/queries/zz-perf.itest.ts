import { ListChangesInput, ListCredentialsInput, ListGroupsInput, ListRolesInput, ListUsersInput, MS_PER_DAY } from "@rolecall/domain";
import { makeAccount, makeTenant, ownerSql, testDb } from "@rolecall/testing";
import { test } from "vitest";
import { listChangeRows } from "./changes-list.ts";
import { listCredentialRows, listRoleRows, listUserRows, findUser } from "./inventory.ts";
import { listGroupRows } from "./entities.ts";
const NOW = new Date("2026-06-01T00:00:00Z");
const db = (d: number) => new Date(NOW.getTime() - d * MS_PER_DAY);
test("perf", { timeout: 600_000 }, async () => {
  const { tenantId } = await makeTenant();
  const accs = [];
  for (let i = 0; i < 5; i++) accs.push(await makeAccount(tenantId, { status: "ok" }));
  for (const a of accs) {
    const P = [tenantId, a.accountId];
    await ownerSql(`INSERT INTO iam_user (tenant_id,id,account_id,user_id,user_name,arn,path,created_at,tags,group_names,attached_policy_arns,inline_policies,has_console_password,mfa,active_access_keys,last_activity,content_hash,first_seen_at)
     SELECT $1::uuid, gen_random_uuid(), $2::uuid, 'AIDA'||n||$2::text, 'user-'||n, 'arn', '/', '2025-01-01','[]', '{g}', '{}', jsonb_build_array(jsonb_build_object('name','p','document', (SELECT jsonb_agg(md5((n*100+k)::text)) FROM generate_series(1,40) k),'problem',null)), true, 'virtual', 1, 'at', 'h', '2025-05-01' FROM generate_series(1,1000) n`, P);
    await ownerSql(`INSERT INTO iam_role (tenant_id,id,account_id,role_id,role_name,arn,path,created_at,kind,trust,tags,attached_policy_arns,inline_policies,instance_profile_names,last_use,content_hash,first_seen_at)
     SELECT $1::uuid, gen_random_uuid(), $2::uuid, 'AROA'||n||$2::text, 'role-'||n, 'arn', '/', '2025-01-01','other','{"principals":[{"type":"AWS","value":"x"}],"requiresExternalId":false,"document":{"a":1}}','[]', '{}', jsonb_build_array(jsonb_build_object('name','p','document', (SELECT jsonb_agg(md5((n*100+k)::text)) FROM generate_series(1,40) k),'problem',null)),'{}','at', 'h', '2025-05-01' FROM generate_series(1,1000) n`, P);
    await ownerSql(`INSERT INTO credential (tenant_id,id,account_id,user_record_id,kind,identity,access_key_id,user_name,status,created_at,last_use,content_hash,first_seen_at)
     SELECT $1::uuid, gen_random_uuid(), $2::uuid, u.id, 'access_key', 'AKIA'||k||u.user_id, 'AKIA'||k||u.user_id, u.user_name, 'active', '2025-03-01', 'at', 'h', '2025-05-01' FROM iam_user u, generate_series(1,2) k WHERE account_id=$2::uuid AND $1::uuid IS NOT NULL`, P);
    await ownerSql(`INSERT INTO iam_group (tenant_id,id,account_id,group_id,group_name,arn,path,created_at,attached_policy_arns,inline_policies,content_hash,first_seen_at) SELECT $1::uuid, gen_random_uuid(), $2::uuid,'g','g','arn','/','2025-01-01','{}','[]','h','2025-05-01'`, P);
    for (const [t, s] of [["iam_user","user"],["iam_role","role"],["credential","credential"],["iam_group","group"]]) {
      // 12 versions each, one a month
      await ownerSql(`INSERT INTO entity_version (tenant_id,subject,subject_id,valid_from,valid_to,account_id,scan_id,change,content_hash,content)
       SELECT t.tenant_id, '${s}', t.id, '2025-05-01'::timestamptz + m * interval '30 days' + (CASE WHEN m=0 THEN 0 ELSE ('x'||substr(t.id::text,1,4))::bit(16)::int END) * interval '30 seconds', CASE WHEN m < 12 THEN '2025-05-01'::timestamptz + (m+1) * interval '30 days' + ('x'||substr(t.id::text,1,4))::bit(16)::int * interval '30 seconds' END, t.account_id, t.account_id, CASE WHEN m=0 THEN 'created' ELSE 'changed' END, 'h'||m, to_jsonb(t) - 'tenant_id' - 'id' - 'account_id' - 'content_hash' - 'first_seen_at' - 'gone_at'
       FROM ${t} t, generate_series(0,12) m WHERE t.account_id = $1::uuid`, [a.accountId]);
    }
    await ownerSql(`INSERT INTO activity_day (tenant_id,subject,subject_id,day,service,region,account_id,source,last_at,first_observed_at)
      SELECT t.tenant_id, t.s, t.id, d::date, 's3','eu', t.account_id, 'last_used', d, d + interval '6 hours' FROM (SELECT tenant_id,id,account_id,'credential' s FROM credential UNION ALL SELECT tenant_id,id,account_id,'user' FROM iam_user UNION ALL SELECT tenant_id,id,account_id,'role' FROM iam_role) t, generate_series('2025-05-01'::timestamptz,'2026-05-31','12 days') d WHERE t.account_id=$1::uuid`, [a.accountId]);
    await ownerSql(`INSERT INTO scan (tenant_id,id,account_id,status,trigger,requested_at,started_at,finished_at,attempt,api_calls,coverage,problems)
     SELECT $1::uuid, gen_random_uuid(), $2::uuid, 'complete','scheduled', d - interval '1 second', d, d, 1, '{}', '[{"resource":"users","state":"read"},{"resource":"roles","state":"read"},{"resource":"access_keys","state":"read"}]', '[]' FROM generate_series('2025-05-01'::timestamptz,'2026-05-31','6 hours') d`, P);
  }
  await ownerSql("ANALYZE");
  const time = async (name: string, f: (tx: any) => Promise<any>) => {
    for (let i = 0; i < 2; i++) { const t = performance.now();
    const r = await testDb().inTenant(tenantId, f);
    console.log(name, Math.round(performance.now() - t), "ms", r?.items?.length ?? ""); }
  };
  const asOf = db(100);
  const { Prisma } = await import("../generated/client.ts");
  const ex = async (name: string, f: (tx: any) => Promise<any>) => testDb().inTenant(tenantId, (tx) => { const e = Object.create(tx); let done = false; Object.defineProperty(e, "$queryRaw", { value: async (st: any, ...v: any[]) => { const q = Prisma.sql(st, ...v); if (!done) { done = true; const r: any[] = await tx.$queryRaw`EXPLAIN (ANALYZE, BUFFERS OFF) ${q}`; console.log(name + "\n" + r.map((x) => x["QUERY PLAN"]).join("\n")); } return tx.$queryRaw(q); } }); return f(e); });
  await ex("users", (tx) => listUserRows(tx, ListUsersInput.parse({ asOf }), NOW));
  await ex("creds", (tx) => listCredentialRows(tx, ListCredentialsInput.parse({ asOf }), NOW));

  await time("users now", (tx) => listUserRows(tx, ListUsersInput.parse({}), NOW));
  await time("users asOf", (tx) => listUserRows(tx, ListUsersInput.parse({ asOf }), NOW));
  await time("users asOf q", (tx) => listUserRows(tx, ListUsersInput.parse({ asOf, q: "user-77" }), NOW));
  await time("users asOf account", (tx) => listUserRows(tx, ListUsersInput.parse({ asOf, awsAccountId: accs[0]!.awsAccountId }), NOW));
  await time("users asOf keyAge", (tx) => listUserRows(tx, ListUsersInput.parse({ asOf, sort: "-keyAge" }), NOW));
  await time("creds asOf", (tx) => listCredentialRows(tx, ListCredentialsInput.parse({ asOf }), NOW));
  await time("creds asOf overdue", (tx) => listCredentialRows(tx, ListCredentialsInput.parse({ asOf, state: "overdue" }), NOW));
  await time("roles asOf", (tx) => listRoleRows(tx, ListRolesInput.parse({ asOf })));
  await time("groups asOf", (tx) => listGroupRows(tx, ListGroupsInput.parse({ asOf })));
  const { rows: [u] } = await ownerSql("SELECT id FROM iam_user WHERE tenant_id=$1 LIMIT 1", [tenantId]);
  await time("user asOf", (tx) => findUser(tx, (u as any).id, NOW, asOf));
  await time("changes", (tx) => listChangeRows(tx, ListChangesInput.parse({})));
  await time("changes since", (tx) => listChangeRows(tx, ListChangesInput.parse({ since: db(350), until: db(300) })));
  await time("changes appeared", (tx) => listChangeRows(tx, ListChangesInput.parse({ change: "appeared" })));
  await time("changes rotated", (tx) => listChangeRows(tx, ListChangesInput.parse({ change: "rotated" })));
  await time("changes firstSeen", (tx) => listChangeRows(tx, ListChangesInput.parse({ change: "first_seen" })));
  await time("changes subject", (tx) => listChangeRows(tx, ListChangesInput.parse({ subjectId: (u as any).id })));
});

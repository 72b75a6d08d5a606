import { LANDING_TABLES } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import { ownerSql } from "./database.ts";
import { migrationRow } from "./full-migration.ts";
import { type FullRows, insertFullRows } from "./full-tenant.ts";
import { credentialRow, insertRows, type Row, roleRow, scanRow, userRow } from "./rows.ts";
import { makeTenant, type TenantIds } from "./tenants.ts";

/** When everything of the tenant was read first, and an instant at which it is looked at. */
export const AT = new Date("2026-01-01T00:00:00Z");
export const NOW = new Date("2026-01-02T00:00:00Z");
const EARLIER = "2025-01-01T00:00:00Z";
const DUE = "2025-12-31T00:00:00Z";
export const UNIT_ID = "ou-ab12-cdef3456";
export const ROLE_NAME = "vendor";

/** A tenant of which every query finds something. */
export type QueriedTenant = TenantIds &
  FullRows & {
    policyArn: string;
    accountSettingsId: string;
    queuedScanId: string;
    /** In its first run. */
    runningScanId: string;

    /** Gone, with a migration that did not come to its end; another one of its name is there. */
    goneUserId: string;
    oldKeyId: string;
    roleArn: string;
    sessionId: string;
    tokenId: string;
    /** Of the user, on a condition. */
    conditionalExceptionId: string;
    uploadedScanId: string;
    openLookupId: string;
    lastAccessedId: string;
    queuedReportId: string;
    waitingMailId: string;
  };

const update = (table: string, id: string, row: Row): Promise<unknown> => {
  const columns = Object.keys(row).map((column) => `"${column}"`);
  return ownerSql(
    `UPDATE "${table}" SET (${columns}) = (SELECT ${columns} FROM jsonb_populate_record(NULL::"${table}", $2::jsonb))
     WHERE ${table === "organization" ? "connection_id" : "id"} = $1::uuid`,
    [id, JSON.stringify(row)],
  );
};

/** Gives each row of the inventory that has none a version of then, and the changes of the user their event. */
async function insertVersions({ accountId, scanId }: FullRows): Promise<void> {
  for (const [table, { subject }] of Object.entries(LANDING_TABLES)) {
    await ownerSql(
      `INSERT INTO entity_version (tenant_id, subject, subject_id, valid_from, account_id, scan_id, change, content_hash, content)
       SELECT t.tenant_id, $1, t.id, $2, t.account_id, $3, 'created', 'hash', to_jsonb(t) - 'tenant_id' FROM "${table}" t
       WHERE t.account_id = $4 AND t.gone_at IS NULL AND NOT EXISTS (SELECT FROM entity_version v WHERE v.subject_id = t.id)`,
      [subject, AT, scanId, accountId],
    );
  }
}

/** What a tenant with a row in every table lacks for one or the other query to find something. */
export async function makeQueriedTenant(): Promise<QueriedTenant> {
  const tenant = await makeTenant();
  const full = await insertFullRows(tenant);
  const { tenantId } = tenant;
  const { accountId, awsAccountId, connectionId, userId, credentialId } = full;
  const [at, own] = [AT.toISOString(), { tenant_id: tenantId }];
  const arn = (resource: string) => `arn:aws:iam::${awsAccountId}:${resource}`;
  const policyArn = arn("policy/Deploy");
  const ofAccount = { tenantId, accountId };

  const read = ["users", "roles", "credential_report"].map((resource) => ({
    ...{ resource, state: "read", reason: null, action: null, deniedBy: null, observedAt: at },
  }));
  await update("scan", full.scanId, { coverage: read });
  await insertRows("activity_day", [
    {
      ...{ ...own, subject: "role", subject_id: full.roleId, day: "2026-01-01", service: "", region: "" },
      ...{ account_id: accountId, source: "last_used", last_at: at, first_observed_at: at },
    },
  ]);
  const unstarted = { started_at: null, attempt: 0 };
  const queued = scanRow(ofAccount, { kind: "slow_lane", status: "queued", finished_at: null, ...unstarted });
  const running = scanRow(ofAccount, { kind: "inventory", status: "running", finished_at: null });
  const uploaded = scanRow(ofAccount, { kind: "upload" });
  const recheck = scanRow(ofAccount, { kind: "recheck", status: "queued", finished_at: null, ...unstarted });
  for (const scan of [queued, running, uploaded, recheck]) await insertRows("scan", [scan]);

  await update("connection", connectionId, { verify_due_at: DUE });
  await update("aws_account", accountId, {
    freshness: { users: { source: "live_api", observedAt: at } },
    organizational_unit_path: ["Workloads"],
    last_scan_id: full.scanId,
    next_scan_at: DUE,
    next_slow_lane_at: DUE,
    judge_due_at: DUE,
  });
  await update("organization", connectionId, {
    organization_id: "o-ab12cd34ef",
    units: [{ unitId: UNIT_ID, parentId: null, name: "Workloads" }],
    features: ["RootCredentialsManagement"],
    discovered_at: at,
    discover_due_at: DUE,
    verify_due_at: DUE,
  });
  await ownerSql(
    "UPDATE organization_account SET state = 'ACTIVE', unit_ids = $2, verify_due_at = $3 WHERE connection_id = $1",
    [connectionId, [UNIT_ID], DUE],
  );

  const { user_name: userName } = (await ownerSql("SELECT user_name FROM iam_user WHERE id = $1", [userId]))
    .rows[0] as Row;
  await update("iam_user", userId, {
    group_names: ["ops"],
    attached_policy_arns: [policyArn],
    mfa_devices: [{ kind: "fido", serialNumber: "serial", enabledAt: at }],
    rechecked_at: at,
    keys_read_at: at,
  });
  const gone = userRow(ofAccount, { user_name: userName, first_seen_at: EARLIER, gone_at: DUE });
  await insertRows("iam_user", [gone]);
  await insertRows("iam_role", [roleRow(ofAccount, { trust_grade: "ok" })]);
  const seen = [{ value: "aws-cli/2", events: 1, lastAt: at }];
  await insertRows("trail_lookup", [
    {
      ...{ ...own, id: uuidv7(), account_id: accountId, subject: "credential", subject_id: credentialId },
      ...{ status: "complete", requested_at: at, finished_at: at, api_calls: { total: 1, throttled: 0, byAction: {} } },
      result: { userAgents: seen, sourceIpAddresses: [], services: [] },
    },
  ]);
  await insertRows("migration_period", [migrationRow(ofAccount, { user_id: gone.id })]);
  const unplaced = { user_id: gone.id, account_id: accountId, campaign_id: full.campaignId, valid_from: at };
  await insertRows("campaign_member", [{ ...own, ...unplaced, set_by: "member" }]);
  const ofUser = { user_record_id: userId, user_name: userName };
  const oldKey = credentialRow(ofAccount, { ...ofUser, created_at: EARLIER, first_seen_at: EARLIER });
  const root = { kind: "root_password", identity: "root", access_key_id: null, user_name: "<root_account>" };
  await insertRows("credential", [oldKey, credentialRow(ofAccount, root)]);
  await update("credential", credentialId, { last_use: "at", last_used_at: at });
  const trusted = { AWS: ["arn:aws:iam::111122223333:root", arn("root")], Federated: [arn("saml-provider/corp")] };
  const conditions = { StringEquals: { "sts:ExternalId": ["one of the vendor's"] } };
  await update("iam_role", full.roleId, {
    role_name: ROLE_NAME,
    arn: arn(`role/${ROLE_NAME}`),
    attached_policy_arns: [policyArn],
    trust: {
      principals: Object.entries(trusted).flatMap(([type, values]) => values.map((value) => ({ type, value }))),
      requiresExternalId: true,
      document: { Statement: [{ Effect: "Allow", Principal: trusted, Condition: conditions }] },
    },
  });
  const found = await ownerSql<{ id: string }>("SELECT id FROM account_settings WHERE account_id = $1", [accountId]);
  const accountSettingsId = found.rows[0]!.id;
  await update("account_settings", accountSettingsId, { quotas: { Users: 5000 }, quota_usage: { Users: 1 } });
  await insertVersions(full);

  const conditionalExceptionId = uuidv7();
  await insertRows("finding_exception", [
    {
      ...own,
      id: conditionalExceptionId,
      account_id: accountId,
      check_id: "console_user_mfa",
      subject: "user",
      subject_id: userId,
      owner: "Ada",
      reason: "The user signs in by another way.",
      approver: "Grace",
      condition: { kind: "no_console_password" },
      created_at: at,
      created_by: tenant.email,
      expires_at: "2100-01-01T00:00:00Z",
    },
  ]);
  await insertRows("event", [
    {
      ...own,
      id: uuidv7(),
      type: "user.created",
      at,
      account_id: accountId,
      subject: "user",
      subject_id: userId,
      scan_id: full.scanId,
      is_first_seen: false,
      facts: {},
    },
  ]);

  const [sessionId, tokenId, openLookupId, lastAccessedId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const [queuedReportId, waitingMailId] = [uuidv7(), uuidv7()];
  await insertRows("web_session", [
    {
      id: sessionId,
      active_tenant_id: tenantId,
      person_id: tenant.personId,
      created_at: at,
      expires_at: "2100-01-01T00:00:00Z",
    },
  ]);
  await insertRows("api_token", [
    {
      ...own,
      id: tokenId,
      name: "CI",
      prefix: "rc_ci",
      token_hash: `\\x${uuidv7().replaceAll("-", "").repeat(2)}`,
      created_by: tenant.email,
      created_at: at,
    },
  ]);
  await insertRows("audit_event", [
    { ...own, id: uuidv7(), at, actor: tenant.email, action: "token.created", subject: tokenId, detail: {} },
  ]);
  await insertRows("upload", [
    { ...own, id: uuidv7(), status: "landed", uploaded_by: tenant.email, created_at: at, scan_id: uploaded.id },
  ]);
  await insertRows("upload_part", [
    { ...own, upload_id: full.uploadId, seq: 1, kind: "users", facts: [{ userName: "ada" }] },
  ]);
  await insertRows("trail_lookup", [
    {
      ...own,
      id: openLookupId,
      account_id: accountId,
      subject: "credential",
      subject_id: credentialId,
      status: "running",
      requested_at: at,
      api_calls: { total: 0, throttled: 0, byAction: {} },
    },
  ]);
  await insertRows("trail_event", [
    {
      ...{ ...own, account_id: accountId, event_id: uuidv7(), at, event_name: "AssumeRole" },
      ...{ actor_arn: "222233334444", resource_names: [arn(`role/${ROLE_NAME}`)] },
    },
  ]);
  const ofUserAsked = { ...own, account_id: accountId, user_id: userId, requested_at: at, error: null, services: null };
  const services = [{ service: "iam", lastUsedAt: at, actions: [{ name: "GetRole", lastUsedAt: null }] }];
  await insertRows("last_accessed_lookup", [
    { ...ofUserAsked, id: uuidv7(), status: "complete", finished_at: at, services },
    { ...ofUserAsked, id: uuidv7(), status: "failed", finished_at: at, error: "Denied" },
    { ...ofUserAsked, id: lastAccessedId, status: "running" },
  ]);
  await update("report_schedule", full.scheduleId, { next_due_at: DUE });
  await ownerSql(
    "INSERT INTO report SELECT (jsonb_populate_record(r, jsonb_build_object('id', $2::uuid, 'period', 'by hand', 'status', 'queued'))).* FROM report r WHERE r.id = $1",
    [full.reportId, queuedReportId],
  );
  await ownerSql(
    "INSERT INTO mail SELECT (jsonb_populate_record(m, jsonb_build_object('id', $2::uuid, 'recipient', 'other@rolecall.test', 'message_id', $2::text, 'status', 'waiting'))).* FROM mail m WHERE m.id = $1",
    [full.mailId, waitingMailId],
  );

  return {
    ...tenant,
    ...full,
    policyArn,
    accountSettingsId,
    queuedScanId: queued.id,
    runningScanId: running.id,
    goneUserId: gone.id,
    oldKeyId: oldKey.id,
    roleArn: arn(`role/${ROLE_NAME}`),
    sessionId,
    tokenId,
    conditionalExceptionId,
    uploadedScanId: uploaded.id,
    openLookupId,
    lastAccessedId,
    queuedReportId,
    waitingMailId,
  };
}

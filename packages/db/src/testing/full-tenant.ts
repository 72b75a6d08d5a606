import { v7 as uuidv7 } from "uuid";
import { type FullInventory, makeFullInventory } from "./full-inventory.ts";
import { type FullJudgement, makeFullJudgement } from "./full-judgement.ts";
import { type FullMigration, makeFullMigration } from "./full-migration.ts";
import { credentialRow, insertRows, makeAccount, roleRow, scanRow, userRow } from "./rows.ts";
import { makeTenant, type TenantIds } from "./tenants.ts";

const AT = "2026-01-01T00:00:00Z";
const CHANGED_AT = "2026-01-01T06:00:00Z";
const DAY = "2026-01-01";
/** The counts that account_day and tenant_day share. */
const DAY_COUNTS = Object.fromEntries(
  [
    "users",
    "users_with_console_password",
    "users_with_active_key",
    "users_keys_unknown",
    "console_users_without_mfa",
    "roles",
    "roles_service_linked",
    "roles_used_90_days",
    "identity_center_roles",
    "active_keys",
    "d0_30",
    "d31_60",
    "d61_90",
    "d91_180",
    "d181_365",
    "d366",
    "active_keys_overdue",
    "active_keys_due_soon",
    "active_keys_unused",
    "active_keys_excepted",
    "active_keys_age_days_sum",
  ].map((column) => [column, 0]),
);

/** An account's day with nothing in it but what `row` says. */
export const accountDayRow = (
  account: { tenantId: string; accountId: string },
  row: Record<string, unknown>,
): Record<string, unknown> => ({
  tenant_id: account.tenantId,
  account_id: account.accountId,
  day: DAY,
  scan_id: uuidv7(),
  partial: false,
  ...DAY_COUNTS,
  ...row,
});

/** A tenant's day with nothing in it but what `row` says. */
export const tenantDayRow = (tenantId: string, row: Record<string, unknown>): Record<string, unknown> => ({
  tenant_id: tenantId,
  day: DAY,
  accounts: 1,
  accounts_carried: 0,
  accounts_partial: 0,
  ...DAY_COUNTS,
  ...row,
});

/** The ids of the rows of a tenant that has one in every table. */
export type FullRows = FullInventory &
  FullJudgement &
  FullMigration & {
    awsAccountId: string;
    accountId: string;
    connectionId: string;
    scanId: string;
    userId: string;
    credentialId: string;
    roleId: string;
    scheduleId: string;
    reportId: string;
    mailId: string;
    proofId: string;
  };

/** Gives a tenant a row in every table: what a test of the walls between tenants tries to reach. */
export async function insertFullRows(tenant: TenantIds): Promise<FullRows> {
  const { tenantId } = tenant;
  const account = await makeAccount(tenantId, { status: "ok", last_scan_at: AT });
  const [scan, user, role] = [scanRow(account), userRow(account), roleRow(account)];
  const held = { user_record_id: user.id, user_name: user.user_name };
  const credential = credentialRow(account, { ...held, access_key_id: "AKIAFULL" });
  const [scheduleId, reportId, mailId, proofId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  await insertRows("scan", [scan]);
  await insertRows("iam_user", [user]);
  await insertRows("credential", [credential]);
  await insertRows("iam_role", [role]);
  const version = {
    tenant_id: tenantId,
    subject: "user",
    subject_id: user.id,
    valid_from: AT,
    valid_to: CHANGED_AT as string | null,
    account_id: account.accountId,
    scan_id: scan.id,
    change: "created",
    content_hash: "hash",
    content: { ...user, group_names: [] as string[] },
  };
  const content = { ...version.content, group_names: ["ops"] };
  await insertRows("entity_version", [
    version,
    { ...version, valid_from: CHANGED_AT, valid_to: null, change: "changed", content },
  ]);
  const event = {
    account_id: account.accountId,
    subject: "user",
    subject_id: user.id,
    scan_id: scan.id,
  };
  const [first, later] = [
    { type: "user.created", at: AT, is_first_seen: true, facts: { notBefore: null, isRecreated: false } },
    { type: "user.changed", at: CHANGED_AT, is_first_seen: false, facts: { notBefore: AT } },
  ];
  await insertRows("event", [
    { tenant_id: tenantId, id: uuidv7(), ...event, ...first },
    { tenant_id: tenantId, id: uuidv7(), ...event, ...later },
  ]);
  const inventory = await makeFullInventory(account, { userId: user.id, credentialId: credential.id });
  const ofRole = { tenant_id: tenantId, role_id: role.id, account_id: account.accountId };
  const letsIn = { lets_in: [account.awsAccountId], assumes: ["*"] };
  await insertRows("role_way", [{ ...ofRole, is_read: false, is_door: true, ...letsIn }]);
  const outsider = { kind: "aws_account", outsider_id: "111122223333", name: "Account 111122223333", is_vendor: false };
  await insertRows("role_outsider", [{ ...ofRole, position: 1, ...outsider, requires_external_id: true }]);
  const judgement = await makeFullJudgement(account, { credentialId: credential.id, scanId: scan.id });
  const ofMigration = { userId: user.id, userName: String(user.user_name), scanId: scan.id, roleArn: String(role.arn) };
  const migration = await makeFullMigration(account, ofMigration);
  await insertRows("account_day", [accountDayRow(account, { scan_id: scan.id, users: 1, active_keys: 1, d0_30: 1 })]);
  await insertRows("tenant_day", [tenantDayRow(tenantId, { users: 1, active_keys: 1, d0_30: 1 })]);
  // All but over: nothing of the tenant is held back by it.
  const replay = { from_at: AT, to_at: "2100-01-01", reached_at: "2100-01-01" };
  await insertRows("history_replay", [
    { tenant_id: tenantId, ...replay, run_started_at: AT, days_done: 0, days_left: 365, shown_at: AT },
  ]);
  await insertRows("work_lease", [{ tenant_id: tenantId, row_id: scan.id, work: "scan", fence: 1, lease_until: AT }]);
  await insertRows("report_schedule", [
    {
      tenant_id: tenantId,
      id: scheduleId,
      name: "Weekly summary",
      kind: "summary",
      frequency: "weekly",
      day_of_week: "monday",
      hour: 8,
      time_zone: "UTC",
      recipients: [tenant.email],
      next_due_at: "2100-01-01T00:00:00Z",
      created_at: AT,
    },
  ]);
  await insertRows("report", [
    {
      tenant_id: tenantId,
      id: reportId,
      schedule_id: scheduleId,
      period: "due",
      as_of: AT,
      status: "composed",
      created_at: AT,
    },
  ]);
  await insertRows("mail", [
    {
      tenant_id: tenantId,
      id: mailId,
      report_id: reportId,
      recipient: tenant.email,
      message_id: `<${mailId}@rolecall.test>`,
      subject: "Summary",
      html: "<p>Summary</p>",
      text: "Summary",
      inline_images: [],
      status: "sent",
      attempts: 1,
      created_at: AT,
    },
  ]);
  await insertRows("address_proof", [
    {
      ...{ tenant_id: tenantId, id: proofId, kind: "recipient", email: "outside@rolecall.test", created_at: AT },
      ...{ expires_at: "2100-01-01T00:00:00Z", status: "waiting", attempts: 0 },
    },
  ]);
  return {
    ...inventory,
    ...judgement,
    ...migration,
    awsAccountId: account.awsAccountId,
    accountId: account.accountId,
    connectionId: account.connectionId,
    scanId: scan.id,
    userId: user.id,
    credentialId: credential.id,
    roleId: role.id,
    scheduleId,
    reportId,
    mailId,
    proofId,
  };
}

/** A tenant that has a row in every table, and the ids of those rows. */
export type FullTenant = TenantIds & FullRows;

/** Makes a tenant that has a row in every table. */
export async function makeFullTenant(): Promise<FullTenant> {
  const tenant = await makeTenant();
  return { ...tenant, ...(await insertFullRows(tenant)) };
}

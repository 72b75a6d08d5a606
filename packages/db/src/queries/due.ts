import type { SystemTx } from "../client.ts";

export type DueRow = { tenantId: string; id: string };

/** At most this many of each kind in one sweep; the next sweep takes the rest. */
const BATCH = 500;

/** Accounts whose next scan is due, of active connections whose scans are not paused. */
export const dueAccounts = (tx: SystemTx, now: Date): Promise<DueRow[]> => tx.$queryRaw`
  SELECT a.tenant_id AS "tenantId", a.id FROM aws_account a
  JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
  WHERE a.next_scan_at <= ${now.toISOString()}::timestamptz AND c.status = 'active' AND c.scan_paused_reason IS NULL
  ORDER BY a.next_scan_at LIMIT ${BATCH}`;

/** Scans that wait, or whose run has died. */
export const openScans = (tx: SystemTx): Promise<(DueRow & { accountId: string })[]> => tx.$queryRaw`
  SELECT s.tenant_id AS "tenantId", s.id, s.account_id AS "accountId" FROM scan s
  JOIN aws_account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
  JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
  WHERE (s.status = 'queued' OR (s.status = 'running' AND s.lease_until < now())) AND c.scan_paused_reason IS NULL
  LIMIT ${BATCH}`;

/** Connections whose verification is due and not in hand. */
export const dueVerifications = (
  tx: SystemTx,
  now: Date,
): Promise<(DueRow & { verificationId: string | null; status: string })[]> => tx.$queryRaw`
  SELECT tenant_id AS "tenantId", id, verification_id AS "verificationId", status FROM connection
  WHERE verify_due_at <= ${now.toISOString()}::timestamptz AND (verify_lease_until IS NULL OR verify_lease_until < now())
    AND scan_paused_reason IS NULL LIMIT ${BATCH}`;

export const dueSchedules = (tx: SystemTx, now: Date): Promise<DueRow[]> => tx.$queryRaw`
  SELECT tenant_id AS "tenantId", id FROM report_schedule
  WHERE stopped_at IS NULL AND next_due_at <= ${now.toISOString()}::timestamptz ORDER BY next_due_at LIMIT ${BATCH}`;

export const queuedReports = (tx: SystemTx): Promise<DueRow[]> => tx.$queryRaw`
  SELECT tenant_id AS "tenantId", id FROM report WHERE status = 'queued' LIMIT ${BATCH}`;

/** Mails that nobody is sending: new ones, ones whose pause has passed, and ones whose sender died. */
export const dueMails = (tx: SystemTx): Promise<DueRow[]> => tx.$queryRaw`
  SELECT tenant_id AS "tenantId", id FROM mail
  WHERE status IN ('waiting', 'sending') AND (next_attempt_at IS NULL OR next_attempt_at <= now()) LIMIT ${BATCH}`;

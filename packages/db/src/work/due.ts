import type { ScanKind } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { rowsOf } from "../sql/rows.ts";
import type { SystemTx } from "../sql/transaction.ts";

/** `work`: the name under which rows are leased; what somebody has in hand is not due. */
export type DueInput = { now: Date; work: string };

export type DueRow = { tenantId: string; id: string };

/** At most this many of each kind in one sweep; the next sweep takes the rest. */
const BATCH = 500;

/** Accounts whose next scan is due, of active connections whose scans are not paused. Suspended ones are never scanned. */
export const dueAccounts = (tx: SystemTx, now: Date): Promise<DueRow[]> => tx.$queryRaw`
  SELECT a.tenant_id AS "tenantId", a.id FROM aws_account a
  JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
  WHERE a.next_scan_at <= ${now.toISOString()}::timestamptz AND c.status = 'active' AND c.scan_paused_reason IS NULL
    AND a.status NOT IN ('suspended', 'disconnected')
  ORDER BY a.next_scan_at LIMIT ${BATCH}`;

/** Accounts whose slow lane is due, on the same terms. */
export const dueSlowLanes = (tx: SystemTx, now: Date): Promise<DueRow[]> => tx.$queryRaw`
  SELECT a.tenant_id AS "tenantId", a.id FROM aws_account a
  JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
  WHERE a.next_slow_lane_at <= ${now.toISOString()}::timestamptz AND c.status = 'active' AND c.scan_paused_reason IS NULL
    AND a.status NOT IN ('suspended', 'disconnected')
  ORDER BY a.next_slow_lane_at LIMIT ${BATCH}`;

/**
 * Accounts that are to be judged again without a scan; what is disconnected at once, as nothing is open there any more. Where scans are
 * paused, the next one judges. Uploaded accounts have no connection.
 */
export const dueJudgements = (tx: SystemTx, now: Date): Promise<DueRow[]> => tx.$queryRaw`
  SELECT a.tenant_id AS "tenantId", a.id FROM aws_account a
  LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
  WHERE a.judge_due_at IS NOT NULL AND (a.judge_due_at <= ${now.toISOString()}::timestamptz OR a.status = 'disconnected')
    AND (c.scan_paused_reason IS NULL OR a.status = 'disconnected')
  ORDER BY a.judge_due_at LIMIT ${BATCH}`;

/** Scans that wait, or whose run has died. An upload waits for no connection. */
export const openScans = (tx: SystemTx): Promise<(DueRow & { accountId: string; kind: ScanKind })[]> => tx.$queryRaw`
  SELECT s.tenant_id AS "tenantId", s.id, s.account_id AS "accountId", s.kind FROM scan s
  JOIN aws_account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
  LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
  WHERE (s.status = 'queued' OR (s.status = 'running' AND s.lease_until < now()))
    AND (s.kind = 'upload' OR c.scan_paused_reason IS NULL)
  LIMIT ${BATCH}`;

/** Whether nobody has this work of a row in hand. @param id of the row, whose table is `t` in the statement */
const isFree = (work: string, id: Prisma.Sql = Prisma.sql`t.id`): Prisma.Sql => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM work_lease l WHERE l.tenant_id = t.tenant_id AND l.row_id = ${id} AND l.work = ${work} AND l.lease_until >= now())`;

const DueLookup = z.object({ tenantId: z.uuid(), lookupId: z.uuid() });

/** Lookups in CloudTrail that wait, or whose run has died. */
export const openTrailLookups = (tx: SystemTx, { work }: DueInput): Promise<z.output<typeof DueLookup>[]> =>
  rowsOf(
    tx,
    DueLookup,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id AS "lookupId" FROM trail_lookup t
    WHERE t.status IN ('queued', 'running') AND ${isFree(work)} ORDER BY t.id LIMIT ${BATCH}`,
  );

type DueOrganization = { tenantId: string; connectionId: string };

/** Connected organisations that are to be read again, and not in hand. */
export const dueDiscoveries = (tx: SystemTx, now: Date): Promise<DueOrganization[]> => tx.$queryRaw`
  SELECT o.tenant_id AS "tenantId", o.connection_id AS "connectionId" FROM organization o
  JOIN connection c ON c.tenant_id = o.tenant_id AND c.id = o.connection_id
  WHERE o.discover_due_at <= ${now.toISOString()}::timestamptz AND (o.discover_lease_until IS NULL OR o.discover_lease_until < now())
    AND c.status = 'active' AND c.scan_paused_reason IS NULL LIMIT ${BATCH}`;

/** Connected organisations of which a member's role is to be verified. */
export const dueMemberVerifications = (tx: SystemTx, now: Date): Promise<DueOrganization[]> => tx.$queryRaw`
  SELECT o.tenant_id AS "tenantId", o.connection_id AS "connectionId" FROM organization o
  JOIN connection c ON c.tenant_id = o.tenant_id AND c.id = o.connection_id
  WHERE o.verify_due_at <= ${now.toISOString()}::timestamptz AND c.status = 'active' AND c.scan_paused_reason IS NULL
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

import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { instantSql } from "../sql/instants.ts";
import { rowsOf } from "../sql/rows.ts";
import type { SystemTx } from "../sql/transaction.ts";
import { isFree } from "./free-rows.ts";

/** `work`: the name under which rows are leased; what somebody has in hand is not due. */
export type DueInput = { now: Date; work: string };

const OfTenant = { tenantId: z.uuid() };
const DueRow = z.object({ ...OfTenant, id: z.uuid() });
/** A row of a tenant. */
export type DueRow = z.output<typeof DueRow>;

/** At most this many of each kind in one sweep; the next sweep takes the rest. */
const BATCH = 500;

/**
 * The longest due first, but tenants in turns: the first row of each, then the second of each. No tenant fills a sweep by itself.
 * `t`: the rows' table.
 */
const inTurns = (dueBy: Prisma.Sql): Prisma.Sql => Prisma.sql`
  ORDER BY row_number() OVER (PARTITION BY t.tenant_id ORDER BY ${dueBy}), ${dueBy} LIMIT ${BATCH}`;

/** Accounts of active connections whose scans are not paused. Suspended ones are never scanned. */
const scanned = Prisma.sql`aws_account t JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
  AND c.status = 'active' AND c.scan_paused_reason IS NULL AND t.status NOT IN ('suspended', 'disconnected')`;

/** Accounts whose next scan is due. */
export const dueInventories = (tx: SystemTx, { now }: { now: Date }): Promise<DueRow[]> =>
  rowsOf(
    tx,
    DueRow,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id FROM ${scanned} WHERE t.next_scan_at <= ${instantSql(now)}
    ${inTurns(Prisma.sql`t.next_scan_at`)}`,
  );

/** Accounts whose slow lane is due, on the same terms. */
export const dueSlowLanes = (tx: SystemTx, { now }: { now: Date }): Promise<DueRow[]> =>
  rowsOf(
    tx,
    DueRow,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id FROM ${scanned} WHERE t.next_slow_lane_at <= ${instantSql(now)}
    ${inTurns(Prisma.sql`t.next_slow_lane_at`)}`,
  );

const OfAccount = z.object({ ...OfTenant, accountId: z.uuid() });

/**
 * Accounts that are to be judged again without a scan; what is disconnected at once, as nothing is open there any more. Where scans are
 * paused, the next one judges. Uploaded accounts have no connection.
 */
export const dueJudgements = (tx: SystemTx, { now, work }: DueInput): Promise<z.output<typeof OfAccount>[]> =>
  rowsOf(
    tx,
    OfAccount,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id AS "accountId" FROM aws_account t
    LEFT JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
    WHERE t.judge_due_at IS NOT NULL AND (t.judge_due_at <= ${instantSql(now)} OR t.status = 'disconnected')
      AND (c.scan_paused_reason IS NULL OR t.status = 'disconnected') AND ${isFree(work)}
    ${inTurns(Prisma.sql`t.judge_due_at`)}`,
  );

const OfTenantAlone = z.object(OfTenant);

/** Tenants whose users are to be grouped to people. */
export const dueGroupings = (tx: SystemTx, { now, work }: DueInput): Promise<z.output<typeof OfTenantAlone>[]> =>
  rowsOf(
    tx,
    OfTenantAlone,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId" FROM people_grouping t
    WHERE t.due_at <= ${instantSql(now)} AND ${isFree(work, Prisma.sql`t.tenant_id`)} ${inTurns(Prisma.sql`t.due_at`)}`,
  );

const OfScan = z.object({ ...OfTenant, accountId: z.uuid(), scanId: z.uuid() });
type OfScan = z.output<typeof OfScan>;

/** Scans that wait, or whose run has died, where scans are not paused. An upload waits for no connection. */
const openScansOf = (tx: SystemTx, { work }: DueInput, ofKind: Prisma.Sql): Promise<OfScan[]> =>
  rowsOf(
    tx,
    OfScan,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.account_id AS "accountId", t.id AS "scanId" FROM scan t
    JOIN aws_account a ON a.tenant_id = t.tenant_id AND a.id = t.account_id
    LEFT JOIN connection c ON c.tenant_id = a.tenant_id AND c.id = a.connection_id
    WHERE t.status IN ('queued', 'running') AND ${ofKind} AND (t.kind = 'upload' OR c.scan_paused_reason IS NULL) AND ${isFree(work)}
    ${inTurns(Prisma.sql`t.id`)}`,
  );

export const openScans = (tx: SystemTx, input: DueInput): Promise<OfScan[]> =>
  openScansOf(tx, input, Prisma.sql`t.kind <> 'recheck'`);

/** The same, of single users. */
export const openRechecks = (tx: SystemTx, input: DueInput): Promise<OfScan[]> =>
  openScansOf(tx, input, Prisma.sql`t.kind = 'recheck'`);

/** Accounts with lookups that wait, or whose run has died: those of one account are run one after the other. */
export const accountsWithLookups = (tx: SystemTx, { work }: DueInput): Promise<z.output<typeof OfAccount>[]> =>
  rowsOf(
    tx,
    OfAccount,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.account_id AS "accountId" FROM (
      SELECT l.tenant_id, l.account_id, min(l.id::text) AS first FROM (
        SELECT tenant_id, account_id, id FROM trail_lookup WHERE status IN ('queued', 'running')
        UNION ALL SELECT tenant_id, account_id, id FROM last_accessed_lookup WHERE status IN ('queued', 'running')) l
      GROUP BY 1, 2) t
    WHERE ${isFree(work, Prisma.sql`t.account_id`)} ${inTurns(Prisma.sql`t.first`)}`,
  );

const OfConnection = z.object({ ...OfTenant, connectionId: z.uuid() });
type OfConnection = z.output<typeof OfConnection>;

/** Organisations of active connections whose scans are not paused. */
const connected = Prisma.sql`organization t JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
  AND c.status = 'active' AND c.scan_paused_reason IS NULL`;

/** Connected organisations that are to be read again. */
export const dueDiscoveries = (tx: SystemTx, { now, work }: DueInput): Promise<OfConnection[]> =>
  rowsOf(
    tx,
    OfConnection,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.connection_id AS "connectionId" FROM ${connected}
    WHERE t.discover_due_at <= ${instantSql(now)} AND ${isFree(work, Prisma.sql`t.connection_id`)}
    ${inTurns(Prisma.sql`t.discover_due_at`)}`,
  );

/** Connected organisations of which a member's role is to be verified. */
export const dueMemberVerifications = (tx: SystemTx, { now, work }: DueInput): Promise<OfConnection[]> =>
  rowsOf(
    tx,
    OfConnection,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.connection_id AS "connectionId" FROM ${connected}
    WHERE t.verify_due_at <= ${instantSql(now)} AND ${isFree(work, Prisma.sql`t.connection_id`)}
    ${inTurns(Prisma.sql`t.verify_due_at`)}`,
  );

/** Connections whose verification is due: it was asked for, or a day has gone by. */
export const dueVerifications = (tx: SystemTx, { now, work }: DueInput): Promise<OfConnection[]> =>
  rowsOf(
    tx,
    OfConnection,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id AS "connectionId" FROM connection t
    WHERE t.verify_due_at <= ${instantSql(now)} AND t.scan_paused_reason IS NULL AND ${isFree(work)}
    ${inTurns(Prisma.sql`t.verify_due_at`)}`,
  );

/** Schedules whose next report is due. */
export const dueSchedules = (tx: SystemTx, { now }: { now: Date }): Promise<DueRow[]> =>
  rowsOf(
    tx,
    DueRow,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id FROM report_schedule t
    WHERE t.stopped_at IS NULL AND t.next_due_at <= ${instantSql(now)} ${inTurns(Prisma.sql`t.next_due_at`)}`,
  );

const OfReport = z.object({ ...OfTenant, reportId: z.uuid() });

/** Reports that are to be composed. */
export const queuedReports = (tx: SystemTx, { work }: DueInput): Promise<z.output<typeof OfReport>[]> =>
  rowsOf(
    tx,
    OfReport,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id AS "reportId" FROM report t
    WHERE t.status = 'queued' AND ${isFree(work)} ${inTurns(Prisma.sql`t.id`)}`,
  );

/** The condition and order of what is mailed: new ones, ones whose pause has passed, and ones whose sender died. */
const toBeMailedInTurns = (work: DueInput["work"]): Prisma.Sql => Prisma.sql`
    t.status IN ('waiting', 'sending') AND (t.next_attempt_at IS NULL OR t.next_attempt_at <= now()) AND ${isFree(work)}
    ${inTurns(Prisma.sql`t.next_attempt_at NULLS FIRST, t.id`)}`;

const OfMail = z.object({ ...OfTenant, mailId: z.uuid() });

/** Mails that are to be sent. */
export const dueMails = (tx: SystemTx, { work }: DueInput): Promise<z.output<typeof OfMail>[]> =>
  rowsOf(
    tx,
    OfMail,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id AS "mailId" FROM mail t
    WHERE ${toBeMailedInTurns(work)}`,
  );

const OfProof = z.object({ ...OfTenant, proofId: z.uuid() });

/** Links that are to be mailed to addresses that have to be proved. */
export const dueProofs = (tx: SystemTx, { work }: DueInput): Promise<z.output<typeof OfProof>[]> =>
  rowsOf(
    tx,
    OfProof,
    Prisma.sql`
    SELECT t.tenant_id AS "tenantId", t.id AS "proofId" FROM address_proof t
    WHERE ${toBeMailedInTurns(work)}`,
  );

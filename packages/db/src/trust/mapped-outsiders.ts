import { EnteredAccount, Outsider, OutsiderCounts, TRUST_MAP_BOUNDS, type TrustMapInput } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { knownPowerSql } from "../inventory/inventory-power.ts";
import { firstRowOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { isOutsideSql, LIVE_ROLES, type MapOf } from "./mapped-roles.ts";

/** What is unknown may be any: it ranks before what is known to be harmless. */
const GRADES = Prisma.sql`ARRAY['critical', 'weak', 'unknown', 'ok']`;
const POWERS = Prisma.sql`ARRAY['admin', 'escalation', 'unknown', 'write', 'read', 'none']`;

/** Each way in from outside, with how grave it is: the lower, the graver. */
const waysIn = ({ context, awsAccountId }: MapOf): Prisma.Sql => Prisma.sql`
  SELECT o.kind, o.outsider_id, o.name, o.is_vendor, o.requires_external_id, r.id AS role_id, r.role_name, a.aws_account_id,
    a.name AS account_name, array_position(${GRADES}, coalesce(r.trust_grade, 'unknown')) AS grade,
    array_position(${POWERS}, ${knownPowerSql("r")}) AS power
  FROM ${LIVE_ROLES} JOIN role_outsider o ON o.tenant_id = r.tenant_id AND o.role_id = r.id
  WHERE ${isOutsideSql(context)} AND ${awsAccountId ? Prisma.sql`a.aws_account_id = ${awsAccountId}` : Prisma.sql`TRUE`}`;

/** Whether anything of an outsider's ways has the text in it. */
const mentions = (q: string): Prisma.Sql => Prisma.sql`bool_or(aws_account_id = ${q}
  OR strpos(lower(concat_ws(chr(10), name, outsider_id, role_name, account_name)), lower(${q})) > 0)`;

const Listed = Outsider.extend({ matching: z.number().int() });

/**
 * The gravest outsiders that match: everybody, then by the worst way in, the highest power and the number of ways; of each its gravest
 * ways. `matching` is how many there are, listed or not.
 */
export const listOutsiders = (
  tx: TenantTx,
  { grade, kind, q, ...of }: MapOf & TrustMapInput,
): Promise<z.output<typeof Listed>[]> =>
  rowsOf(
    tx,
    Listed,
    Prisma.sql`
    WITH ranked AS (
      SELECT w.*, row_number() OVER (PARTITION BY w.kind, w.outsider_id
        ORDER BY w.grade, w.power, w.aws_account_id, w.role_name, w.role_id) AS place
      FROM (${waysIn(of)}) w
    )
    SELECT kind, outsider_id AS id, min(name) AS name, bool_or(is_vendor) AS "isVendor", (${GRADES})[min(grade)] AS grade,
      (${POWERS})[min(power)] AS power, count(*)::int AS "entranceCount", count(DISTINCT aws_account_id)::int AS "accountCount",
      jsonb_agg(jsonb_build_object('roleId', role_id, 'roleName', role_name, 'awsAccountId', aws_account_id, 'accountName', account_name,
        'grade', (${GRADES})[grade], 'power', (${POWERS})[power], 'requiresExternalId', requires_external_id) ORDER BY place)
        FILTER (WHERE place <= ${TRUST_MAP_BOUNDS.entrances}) AS entrances,
      (count(*) OVER ())::int AS matching
    FROM ranked WHERE ${kind ? Prisma.sql`kind = ${kind}` : Prisma.sql`TRUE`} GROUP BY kind, outsider_id
    HAVING ${grade ? Prisma.sql`(${GRADES})[min(grade)] = ${grade}` : Prisma.sql`TRUE`} AND ${q ? mentions(q) : Prisma.sql`TRUE`}
    ORDER BY (kind = 'everybody') DESC, min(grade), min(power), count(*) DESC, min(name), outsider_id LIMIT ${TRUST_MAP_BOUNDS.outsiders}`,
  );

const Summary = z.object({ counts: OutsiderCounts, accounts: z.array(EnteredAccount) });

const BY_GRADE = Prisma.sql`count(*) FILTER (WHERE grade = 1) AS critical, count(*) FILTER (WHERE grade = 2) AS weak,
  count(*) FILTER (WHERE grade = 3) AS "unknown", count(*) FILTER (WHERE grade = 4) AS ok`;

/** How many outsiders there are, by their gravest way in, and by account: the worst accounts first. */
export const countOutsiders = (tx: TenantTx, of: MapOf): Promise<z.output<typeof Summary> | null> =>
  firstRowOf(
    tx,
    Summary,
    Prisma.sql`
    WITH way AS MATERIALIZED (${waysIn(of)}),
    outsider AS (SELECT min(grade) AS grade FROM way GROUP BY kind, outsider_id),
    into_account AS (
      SELECT aws_account_id, min(account_name) AS name, min(grade) AS grade FROM way GROUP BY aws_account_id, kind, outsider_id
    ),
    entered AS (SELECT aws_account_id, count(DISTINCT role_id) AS roles FROM way GROUP BY aws_account_id),
    account AS (
      SELECT aws_account_id, min(name) AS name, ${BY_GRADE} FROM into_account GROUP BY aws_account_id
      ORDER BY critical DESC, weak DESC, "unknown" DESC, ok DESC, min(name), aws_account_id LIMIT ${TRUST_MAP_BOUNDS.accounts}
    )
    SELECT (SELECT to_jsonb(c) || jsonb_build_object('entrances', (SELECT count(*) FROM way), 'accounts', (SELECT count(*) FROM entered))
        FROM (SELECT ${BY_GRADE} FROM outsider) c) AS counts,
      coalesce((SELECT jsonb_agg(jsonb_build_object('awsAccountId', aws_account_id, 'accountName', name,
        'roles', (SELECT e.roles FROM entered e WHERE e.aws_account_id = account.aws_account_id),
        'critical', critical, 'weak', weak, 'unknown', "unknown", 'ok', ok)
        ORDER BY critical DESC, weak DESC, "unknown" DESC, ok DESC, name, aws_account_id) FROM account), '[]'::jsonb) AS accounts`,
  );

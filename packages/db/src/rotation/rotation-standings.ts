import { RotationStanding } from "@rolecall/domain";
import type { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { UNITS_OF_ACCOUNT } from "../organizations/units-of-account.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const StandingRow = RotationStanding.omit({ compliantPercent: true });
export type StandingRow = z.output<typeof StandingRow>;

/** What is added up: how a group is named and who belongs to it. `a` is the account, `r` its row of one owner. */
const GROUPS: Record<"account" | "unit" | "owner", { id: Prisma.Sql; name: Prisma.Sql; joins: Prisma.Sql }> = {
  account: { id: Prisma.sql`a.aws_account_id`, name: Prisma.sql`a.name`, joins: Prisma.empty },
  owner: {
    id: Prisma.sql`r.owner`,
    name: Prisma.sql`coalesce(nullif(r.owner, ''), 'No owner')`,
    joins: Prisma.empty,
  },
  unit: {
    id: Prisma.sql`coalesce(u.id, '')`,
    name: Prisma.sql`coalesce(u.name, u.id, 'In no organisational unit')`,
    joins: UNITS_OF_ACCOUNT,
  },
};

/** Who has a row of the account `a`, each by one look into the key, which has them in order. */
const OWNERS = Prisma.sql`
  WITH RECURSIVE each AS (
    (SELECT owner FROM rotation_day WHERE account_id = a.id ORDER BY owner LIMIT 1)
    UNION ALL
    SELECT (SELECT r.owner FROM rotation_day r WHERE r.account_id = a.id AND r.owner > each.owner ORDER BY r.owner LIMIT 1)
    FROM each WHERE each.owner IS NOT NULL
  ) SELECT owner FROM each WHERE owner IS NOT NULL`;

/** Active access keys by state of each account, unit (with all below it) or owner, by the last row of each owner up to a day. */
export function readStandings(tx: TenantTx, by: keyof typeof GROUPS, day: string): Promise<StandingRow[]> {
  const { id, name, joins } = GROUPS[by];
  return rowsOf(
    tx,
    StandingRow,
    Prisma.sql`
    SELECT ${id} AS id, min(${name}) AS name, sum(r.ok)::int AS ok, sum(r.due_soon)::int AS "dueSoon", sum(r.overdue)::int AS overdue,
      sum(r.unused)::int AS unused, sum(r.excepted)::int AS excepted, sum(r.unknown)::int AS unknown
    FROM aws_account a
    CROSS JOIN LATERAL (${OWNERS}) owned
    CROSS JOIN LATERAL (
      SELECT * FROM rotation_day r WHERE r.account_id = a.id AND r.owner = owned.owner AND r.day <= ${day}::date ORDER BY r.day DESC LIMIT 1
    ) r
    ${joins}
    WHERE a.status <> 'disconnected'
    GROUP BY 1 HAVING sum(r.ok + r.due_soon + r.overdue + r.excepted + r.unknown) > 0`,
  );
}

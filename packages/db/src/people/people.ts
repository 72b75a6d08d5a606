import { IamPerson, type ListPeopleInput, type MigrationStage, type Page } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { containsSql } from "../inventory/named.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { type List, oneOf, pageOf } from "../sql/paging.ts";
import { execute, jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Reasons = z.array(z.string());
const PersonRow = IamPerson.extend({ reasons: jsonOf(Reasons) });

const usersSql = (count: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT ${count}::int FROM iam_person_user w
  JOIN iam_user u ON u.tenant_id = w.tenant_id AND u.id = w.user_id WHERE w.tenant_id = p.tenant_id AND w.person_id = p.id)`;
const USERS = usersSql(Prisma.sql`count(*)`);

const periodsSql = (
  what: Prisma.Sql,
  order: Prisma.Sql,
): Prisma.Sql => Prisma.sql`(SELECT ${what} FROM iam_person_user w
  JOIN migration_period m ON m.tenant_id = w.tenant_id AND m.user_id = w.user_id AND m.valid_to IS NULL
  WHERE w.tenant_id = p.tenant_id AND w.person_id = p.id ${order} LIMIT 1)`;

/** Stages from the one that is furthest behind: what stands still first, what needs nothing more last. */
const BEHIND: readonly MigrationStage[] = [
  ...(["blocked", "identified", "planned", "role_ready", "adopted", "quiet", "deactivated", "deleted"] as const),
  ...(["excepted", "removed", "verified", "retired"] as const),
];

const PEOPLE: List<typeof PersonRow> = {
  row: PersonRow,
  select: columnsOf(PersonRow, "p", {
    users: USERS,
    accounts: usersSql(Prisma.sql`count(DISTINCT u.account_id)`),
    owner: periodsSql(
      Prisma.sql`m.owner`,
      Prisma.sql`GROUP BY m.owner ORDER BY m.owner IS NULL, count(*) DESC, m.owner`,
    ),
    furthestBehind: periodsSql(
      Prisma.sql`m.stage`,
      Prisma.sql`ORDER BY array_position(${[...BEHIND]}::text[], m.stage)`,
    ),
  }),
  from: Prisma.sql`iam_person p`,
  id: Prisma.sql`p.id`,
  sorts: { name: { expression: Prisma.sql`p.name`, type: "text", required: true } },
};

const shown = (row: z.output<typeof PersonRow>): IamPerson => ({ ...row, reasons: Reasons.parse(row.reasons) });

/** One page of persons and workloads. */
export async function listPeopleRows(tx: TenantTx, input: ListPeopleInput): Promise<Page<IamPerson>> {
  const { q, minUsers, sort, cursor, limit } = input;
  const where = [
    q ? containsSql([Prisma.sql`p.name`], q) : null,
    minUsers === undefined ? null : Prisma.sql`${USERS} >= ${minUsers}::int`,
  ];
  const page = await pageOf(tx, PEOPLE, { where, sort, cursor, limit });
  return { ...page, items: page.items.map(shown) };
}

/** A person or workload; null if the tenant has none of this id. */
export async function findIamPerson(tx: TenantTx, id: string): Promise<IamPerson | null> {
  const row = await oneOf(tx, PEOPLE, Prisma.sql`p.id = ${id}::uuid`);
  return row && shown(row);
}

const PersonUser = z.object({ userId: z.uuid(), personId: z.uuid() });

/** Whose users are: of these persons, or of all. */
export const readPersonUsers = (tx: TenantTx, personIds?: readonly string[]): Promise<z.output<typeof PersonUser>[]> =>
  rowsOf(
    tx,
    PersonUser,
    Prisma.sql`
    SELECT ${columnsOf(PersonUser, "w")} FROM iam_person_user w
    WHERE ${personIds ? Prisma.sql`w.person_id = ANY(${[...personIds]}::uuid[])` : Prisma.sql`TRUE`} ORDER BY w.user_id`,
  );

const Ruling = z.object({ userIds: z.array(z.uuid()), otherUserIds: z.array(z.uuid()) });

/** What members ruled of people, the oldest first. */
export const readRulings = (tx: TenantTx): Promise<z.output<typeof Ruling>[]> =>
  rowsOf(tx, Ruling, Prisma.sql`SELECT ${columnsOf(Ruling, "r")} FROM people_ruling r ORDER BY r.ruled_at, r.id`);

/** Keeps what a member ruled. */
export async function insertRuling(
  tx: TenantTx,
  ruling: z.output<typeof Ruling> & { id: string; ruledAt: Date; ruledBy: string; kind: "merged" | "split" },
): Promise<void> {
  const { id, ruledAt, ruledBy, kind, userIds, otherUserIds } = ruling;
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO people_ruling (tenant_id, id, ruled_at, ruled_by, kind, user_ids, other_user_ids)
    VALUES (current_tenant(), ${id}::uuid, ${instantSql(ruledAt)}, ${ruledBy}, ${kind}, ${userIds}::uuid[], ${otherUserIds}::uuid[])`,
  );
}

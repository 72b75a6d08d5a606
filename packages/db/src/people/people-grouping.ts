import { Confidence, Credential, Holder, type UserOfAccount } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { takeTenantsTurn } from "../roll-ups/tenants-turn.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { execute, firstRowOf, jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/**
 * Has the users of the tenant grouped again at an instant, if not before; those that never were, at once. For landings: they take the
 * tenant's turn first.
 */
export async function groupPeopleBy(tx: TenantTx, { now, at }: { now: Date; at: Date }): Promise<void> {
  await takeTenantsTurn(tx);
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO people_grouping AS known (tenant_id, due_at) VALUES (current_tenant(), ${instantSql(now)})
    ON CONFLICT (tenant_id) DO UPDATE SET
      due_at = least(known.due_at, CASE WHEN known.grouped_at IS NULL THEN excluded.due_at ELSE ${instantSql(at)} END)`,
  );
}

const Grouping = z.object({ dueAt: z.date() });

/** When the users are to be grouped. Who groups them or rules of them takes turns from here to the commit. */
export const holdGrouping = (tx: TenantTx): Promise<z.output<typeof Grouping> | null> =>
  firstRowOf(tx, Grouping, Prisma.sql`SELECT g.due_at AS "dueAt" FROM people_grouping g FOR UPDATE`);

/** Writes down when the users were grouped, and when they are again. */
export async function setGrouped(tx: TenantTx, { at, dueAt }: { at: Date; dueAt: Date }): Promise<void> {
  await execute(
    tx,
    Prisma.sql`UPDATE people_grouping SET grouped_at = ${instantSql(at)}, due_at = ${instantSql(dueAt)}`,
  );
}

/** Puts the next grouping off, or forward, to an instant. */
export async function setGroupingDue(tx: TenantTx, dueAt: Date): Promise<void> {
  await execute(tx, Prisma.sql`UPDATE people_grouping SET due_at = ${instantSql(dueAt)}`);
}

const Tags = z.array(z.object({ key: z.string(), value: z.string() }));
const UserRow = z.object({
  id: z.uuid(),
  awsAccountId: z.string(),
  userName: z.string(),
  tags: jsonOf(Tags),
  owner: z.string().nullable(),
  holder: Holder,
  services: z.array(z.string()),
});

/** The users that exist and have a migration, as far as they tell whose they are. */
export async function readUsersToGroup(tx: TenantTx): Promise<UserOfAccount[]> {
  const rows = await rowsOf(
    tx,
    UserRow,
    Prisma.sql`
    SELECT u.id, a.aws_account_id AS "awsAccountId", u.user_name AS "userName", u.tags, m.owner,
      coalesce((SELECT min(l.holder) FROM credential c
        JOIN credential_limit l ON l.tenant_id = c.tenant_id AND l.credential_id = c.id AND l.valid_to IS NULL
        WHERE c.tenant_id = u.tenant_id AND c.user_record_id = u.id AND c.gone_at IS NULL), 'unknown') AS holder,
      ARRAY(SELECT DISTINCT d.service FROM credential c
        JOIN activity_day d ON d.tenant_id = c.tenant_id AND d.subject = 'credential' AND d.subject_id = c.id AND d.service <> ''
        WHERE c.tenant_id = u.tenant_id AND c.user_record_id = u.id) AS services
    FROM migration_period m
    JOIN iam_user u ON u.tenant_id = m.tenant_id AND u.id = m.user_id AND u.gone_at IS NULL
    JOIN aws_account a ON a.tenant_id = u.tenant_id AND a.id = u.account_id
    WHERE m.valid_to IS NULL ORDER BY u.id`,
  );
  // How namesakes are used is looked up for them alone.
  return rows.map((row) => ({ ...row, tags: Tags.parse(row.tags), rhythm: "unknown" }));
}

const UsedKey = Credential.pick({
  id: true,
  kind: true,
  status: true,
  lastUse: true,
  lastUsedAt: true,
  createdAt: true,
  firstSeenAt: true,
}).extend({ userRecordId: z.uuid(), accountId: z.uuid() });
/** An access key that exists and is active, as far as its use is told from. */
export type UsedKey = z.output<typeof UsedKey>;

/** The active access keys of these users, the one that was used last first. */
export const readUsedKeys = (tx: TenantTx, userIds: readonly string[]): Promise<UsedKey[]> =>
  rowsOf(
    tx,
    UsedKey,
    Prisma.sql`
    SELECT ${columnsOf(UsedKey, "c")} FROM credential c
    WHERE c.user_record_id = ANY(${[...userIds]}::uuid[]) AND c.kind = 'access_key' AND c.status = 'active' AND c.gone_at IS NULL
    ORDER BY c.last_used_at DESC NULLS LAST, c.id`,
  );

const KeptPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  confidence: Confidence.nullable(),
  reasons: jsonOf(z.array(z.string())),
});
/** A person or workload as it is kept. */
export type KeptPerson = Omit<z.output<typeof KeptPerson>, "reasons"> & { reasons: string[] };

/** All persons and workloads as they were grouped last. */
export async function readKeptPeople(tx: TenantTx): Promise<KeptPerson[]> {
  const rows = await rowsOf(
    tx,
    KeptPerson,
    Prisma.sql`SELECT p.id, p.name, p.confidence, p.reasons FROM iam_person p ORDER BY p.id`,
  );
  return rows.map((row) => ({ ...row, reasons: z.array(z.string()).parse(row.reasons) }));
}

/** Writes persons that are new or changed, whose users are, and takes away what is no more. */
export async function writePeople(
  tx: TenantTx,
  {
    people,
    users,
    goneIds,
  }: {
    people: readonly KeptPerson[];
    users: readonly { userId: string; personId: string }[];
    goneIds: readonly string[];
  },
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO iam_person (tenant_id, id, name, confidence, reasons)
    SELECT current_tenant(), id, name, confidence, reasons
    FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) AS r (id uuid, name text, confidence text, reasons jsonb)
    ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, confidence = excluded.confidence, reasons = excluded.reasons`,
  );
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO iam_person_user (tenant_id, user_id, person_id)
    SELECT current_tenant(), "userId", "personId"
    FROM jsonb_to_recordset(${JSON.stringify(users)}::jsonb) AS r ("userId" uuid, "personId" uuid)
    ON CONFLICT (tenant_id, user_id) DO UPDATE SET person_id = excluded.person_id`,
  );
  await execute(tx, Prisma.sql`DELETE FROM iam_person WHERE id = ANY(${[...goneIds]}::uuid[])`);
}

/** Takes users away that are nobody's any more. */
export async function removePersonUsers(tx: TenantTx, userIds: readonly string[]): Promise<void> {
  await execute(tx, Prisma.sql`DELETE FROM iam_person_user WHERE user_id = ANY(${[...userIds]}::uuid[])`);
}

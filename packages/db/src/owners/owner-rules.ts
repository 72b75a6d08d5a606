import { OwnerMatch, OwnerRuleView } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql, untilSql } from "../sql/instants.ts";
import { execute, jsonOf, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const RuleRow = OwnerRuleView.extend({ match: jsonOf(OwnerMatch) });

/** The rules that hold, or held at an instant, in their order. */
export async function readOwnerRules(tx: TenantTx, at?: Date): Promise<OwnerRuleView[]> {
  const held = at
    ? Prisma.sql`r.valid_from <= ${untilSql(at)} AND (r.valid_to IS NULL OR r.valid_to > ${untilSql(at)})`
    : Prisma.sql`r.valid_to IS NULL`;
  const rows = await rowsOf(
    tx,
    RuleRow,
    Prisma.sql`
    SELECT ${columnsOf(RuleRow, "r", { setAt: Prisma.sql`r.valid_from` })} FROM owner_rule r WHERE ${held} ORDER BY r.number, r.id`,
  );
  return rows.map((row) => ({ ...row, match: OwnerMatch.parse(row.match) }));
}

const LastChange = z.object({ at: z.date().nullable() });

/** Others who change the tenant's rules wait from here to the commit. @returns when a rule was changed last; null: never */
export async function lockOwnerRules(tx: TenantTx): Promise<Date | null> {
  await execute(
    tx,
    Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('owner_rule ' || current_tenant()::text, 0))`,
  );
  const [last] = await rowsOf(
    tx,
    LastChange,
    Prisma.sql`SELECT greatest(max(r.valid_from), max(r.valid_to)) AS at FROM owner_rule r`,
  );
  return last?.at ?? null;
}

/** Ends these rules at an instant, and has those begin there that follow. */
export async function replaceOwnerRules(
  tx: TenantTx,
  { endedIds, begun }: { endedIds: readonly string[]; begun: readonly Omit<OwnerRuleView, "setAt" | "setBy">[] },
  { at, by }: { at: Date; by: string },
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE owner_rule SET valid_to = ${instantSql(at)}, ended_by = ${by} WHERE id = ANY(${[...endedIds]}::uuid[]) AND valid_to IS NULL`,
  );
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO owner_rule (tenant_id, id, valid_from, number, match, owner, set_by)
    SELECT current_tenant(), id, ${instantSql(at)}, number, match, owner, ${by}
    FROM jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) AS r (id uuid, number int, match jsonb, owner text)`,
  );
}

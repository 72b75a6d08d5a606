import { Credential, INVENTORY, type ListCredentialsInput, NO_READS, type Page } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { assignedThenSql } from "../history/as-of.ts";
import { inUnitSql } from "../organizations/organizational-unit.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { isOfAgeSql } from "./ages.ts";
import {
  ageDaysSql,
  credentialStateSql,
  credentialUseSql,
  dueInDaysSql,
  lastUsedBeforeSql,
  limitsSql,
  warningDaysSql,
  whileThereSql,
} from "./credential-state.ts";
import { inventoryPage, type Listed, type Wanted } from "./inventory-list.ts";
import { readsOfUsers, withSources } from "./inventory-sources.ts";
import { containsSql, namedSql } from "./named.ts";

const SEARCHED = [Prisma.sql`c.user_name`, Prisma.sql`c.access_key_id`, Prisma.sql`c.name`];

const CredentialRow = Credential.omit({ sources: true }).extend({ accountId: z.uuid() });

/** @param at the instant at which ages and states are judged: that of the inventory */
const credentials = (at: Date, asOf: Date | undefined): Listed<typeof CredentialRow> => ({
  table: "credential",
  alias: "c",
  row: CredentialRow,
  expressions: {
    owner: Prisma.sql`c.owned_by`,
    credentialId: Prisma.sql`coalesce(c.access_key_id, c.identity)`,
    ageDays: ageDaysSql(Prisma.sql`c.created_at`, at, Prisma.sql`c.gone_at`),
    state: credentialStateSql(at),
    use: credentialUseSql(at),
    lastUsedBefore: lastUsedBeforeSql,
    deadlineAt: whileThereSql(Prisma.sql`c.deadline_at`),
    dueInDays: whileThereSql(dueInDaysSql(at)),
    warningDays: whileThereSql(warningDaysSql(at, asOf)),
    limits: limitsSql(asOf),
  },
  sorts: {
    age: { expression: Prisma.sql`c.created_at`, type: "timestamptz", reversed: true },
    lastUsed: { expression: Prisma.sql`c.last_used_at`, type: "timestamptz" },
    userName: { expression: Prisma.sql`c.user_name`, type: "text", required: true },
  },
});

/** Of an owner; empty: nobody is named. Past versions do not say who was assigned. */
function ownedSql(owner: string, asOf: Date | undefined): Prisma.Sql {
  const expression = asOf
    ? Prisma.sql`coalesce(${assignedThenSql(Prisma.sql`c.user_record_id`, asOf)}, c.owner)`
    : Prisma.sql`c.owned_by`;
  return owner === ""
    ? Prisma.sql`(${expression} IS NULL OR ${expression} = '')`
    : Prisma.sql`${expression} = ${owner}`;
}

async function selectCredentials(tx: TenantTx, now: Date, wanted: Wanted): Promise<Page<Credential>> {
  const { asOf } = wanted.slice;
  const page = await inventoryPage(tx, credentials(asOf ?? now, asOf), wanted);
  const reads = await readsOfUsers(
    tx,
    page.items.flatMap(({ userRecordId }) => userRecordId ?? []),
    asOf,
  );
  const items = await withSources(
    tx,
    wanted.slice,
    page.items,
    ({ kind }) => INVENTORY[kind].tellings,
    ({ userRecordId }) => reads.get(userRecordId ?? "") ?? NO_READS,
  );
  return { ...page, items };
}

/** One page of the credentials that exist, or existed at `input.asOf`, judged at that instant or else at `now`. */
export async function listCredentialRows(
  tx: TenantTx,
  input: ListCredentialsInput,
  now: Date,
): Promise<Page<Credential>> {
  const at = input.asOf ?? now;
  const where = [
    await namedSql(tx, Prisma.sql`c.id`, "credential", input),
    input.q ? containsSql(SEARCHED, input.q) : null,
    input.kind ? Prisma.sql`c.kind = ${input.kind}` : null,
    input.status ? Prisma.sql`c.status = ${input.status}` : null,
    input.owner === undefined ? null : ownedSql(input.owner, input.asOf),
    input.unitId ? inUnitSql(input.unitId) : null,
    input.state ? Prisma.sql`${credentialStateSql(at)} = ${input.state}` : null,
    input.use ? Prisma.sql`${credentialUseSql(at)} = ${input.use}` : null,
    isOfAgeSql(Prisma.sql`c.created_at`, input.minAgeDays, at),
  ];
  const { sort, cursor, limit } = input;
  const byUse = input.state !== undefined || input.use !== undefined || sort.endsWith("lastUsed");
  return selectCredentials(tx, now, { slice: input, where, sort, cursor, limit, byUse });
}

/** One credential, also one that is gone; null if the tenant has none of this id, or had none at `asOf`. */
export async function findCredential(tx: TenantTx, id: string, now: Date, asOf?: Date): Promise<Credential | null> {
  const wanted = { slice: { id, asOf }, where: [], sort: "userName", limit: 1 };
  return (await selectCredentials(tx, now, wanted)).items[0] ?? null;
}

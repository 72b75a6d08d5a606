import { CampaignMember, Day, type ListCampaignMembersInput, nextStepOf, type Page, Wave } from "@rolecall/domain";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";
import { instantSql } from "../sql/instants.ts";
import { type List, pageOf } from "../sql/paging.ts";
import { execute, rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Membership = z.object({ userId: z.uuid(), campaignId: z.uuid() });
/** A user, and the campaign that it belonged to. */
export type Membership = z.output<typeof Membership>;

/** The campaigns that users of an account belonged to at an instant. */
export const readMemberships = (tx: TenantTx, { accountId }: { accountId: string }, at: Date): Promise<Membership[]> =>
  rowsOf(
    tx,
    Membership,
    Prisma.sql`
    SELECT ${columnsOf(Membership, "w")} FROM campaign_member w
    WHERE w.account_id = ${accountId}::uuid AND w.valid_from <= ${instantSql(at)}
      AND (w.valid_to IS NULL OR w.valid_to > ${instantSql(at)})`,
  );

const Placement = z.object({
  userId: z.uuid(),
  accountId: z.uuid(),
  campaignId: z.uuid(),
  wave: Wave.nullable(),
  dueOn: Day.nullable(),
});
/** Where a user stands: in which campaign and which part of it, and by when it shall be done. */
export type Placement = z.output<typeof Placement>;

/** Where users stand now: all of a campaign, or those named of any. */
export const readPlacements = (
  tx: TenantTx,
  of: { campaignId: string } | { userIds: readonly string[] },
): Promise<Placement[]> =>
  rowsOf(
    tx,
    Placement,
    Prisma.sql`
    SELECT ${columnsOf(Placement, "w", { dueOn: Prisma.sql`w.due_on::text` })} FROM campaign_member w
    WHERE w.valid_to IS NULL AND ${
      "campaignId" in of
        ? Prisma.sql`w.campaign_id = ${of.campaignId}::uuid`
        : Prisma.sql`w.user_id = ANY(${[...of.userIds]}::uuid[])`
    }`,
  );

const Migrating = z.object({ userId: z.uuid(), accountId: z.uuid() });

/** Those of these users that have a migration, and the accounts that they are of. */
export const readMigrating = (tx: TenantTx, userIds: readonly string[]): Promise<z.output<typeof Migrating>[]> =>
  rowsOf(
    tx,
    Migrating,
    Prisma.sql`
    SELECT ${columnsOf(Migrating, "m")} FROM migration_period m WHERE m.valid_to IS NULL AND m.user_id = ANY(${[...userIds]}::uuid[])`,
  );

const Named = Migrating.extend({ awsAccountId: z.string(), userName: z.string() });

/** The users of these names that exist and have a migration. */
export const findMigratingByName = (
  tx: TenantTx,
  names: readonly { awsAccountId: string; userName: string }[],
): Promise<z.output<typeof Named>[]> =>
  rowsOf(
    tx,
    Named,
    Prisma.sql`
    SELECT ${columnsOf(Named, "m", { awsAccountId: Prisma.sql`a.aws_account_id` })}
    FROM jsonb_to_recordset(${JSON.stringify(names)}::jsonb) AS r ("awsAccountId" text, "userName" text)
    JOIN aws_account a ON a.aws_account_id = r."awsAccountId"
    JOIN migration_period m ON m.tenant_id = a.tenant_id AND m.account_id = a.id AND m.user_name = r."userName"
      AND m.valid_to IS NULL AND m.user_absent_since IS NULL`,
  );

/** Ends where these users stand. */
export async function endPlacements(tx: TenantTx, userIds: readonly string[], at: Date): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    UPDATE campaign_member SET valid_to = ${instantSql(at)} WHERE user_id = ANY(${[...userIds]}::uuid[]) AND valid_to IS NULL`,
  );
}

/** Keeps where users stand from now on; where they stood has to be ended first. */
export async function insertPlacements(
  tx: TenantTx,
  placements: readonly Placement[],
  { at, setBy }: { at: Date; setBy: string },
): Promise<void> {
  await execute(
    tx,
    Prisma.sql`
    INSERT INTO campaign_member (tenant_id, user_id, valid_from, campaign_id, account_id, wave, due_on, set_by)
    SELECT current_tenant(), "userId", ${instantSql(at)}, "campaignId", "accountId", wave, "dueOn", ${setBy}
    FROM jsonb_to_recordset(${JSON.stringify(placements)}::jsonb)
      AS r ("userId" uuid, "campaignId" uuid, "accountId" uuid, wave int, "dueOn" date)
    ON CONFLICT (tenant_id, user_id, valid_from) DO UPDATE SET valid_to = NULL, campaign_id = excluded.campaign_id,
      wave = excluded.wave, due_on = excluded.due_on, set_by = excluded.set_by`,
  );
}

const MemberRow = CampaignMember.omit({ nextStep: true }).extend({ id: z.uuid(), hasRole: z.boolean() });

const MEMBERS: List<typeof MemberRow> = {
  row: MemberRow,
  select: columnsOf(MemberRow, "m", {
    id: Prisma.sql`m.user_id`,
    awsAccountId: Prisma.sql`a.aws_account_id`,
    accountName: Prisma.sql`a.name`,
    wave: Prisma.sql`w.wave`,
    dueOn: Prisma.sql`w.due_on::text`,
    planDueOn: Prisma.sql`m.due_on::text`,
    since: Prisma.sql`w.valid_from`,
    setBy: Prisma.sql`w.set_by`,
    hasRole: Prisma.sql`m.replacement_role_arn IS NOT NULL`,
  }),
  from: Prisma.sql`campaign_member w
    JOIN migration_period m ON m.tenant_id = w.tenant_id AND m.user_id = w.user_id AND m.valid_to IS NULL
    JOIN aws_account a ON a.tenant_id = m.tenant_id AND a.id = m.account_id`,
  id: Prisma.sql`m.user_id`,
  sorts: {
    userName: { expression: Prisma.sql`m.user_name`, type: "text", required: true },
    wave: { expression: Prisma.sql`lpad(w.wave::text, 2, '0')`, type: "text" },
    dueOn: { expression: Prisma.sql`w.due_on`, type: "date" },
  },
};

/** One page of the users of a campaign. */
export async function listMemberRows(tx: TenantTx, input: ListCampaignMembersInput): Promise<Page<CampaignMember>> {
  const { id, wave, sort, cursor, limit } = input;
  const where = [
    Prisma.sql`w.campaign_id = ${id}::uuid AND w.valid_to IS NULL`,
    wave === undefined ? null : wave === "none" ? Prisma.sql`w.wave IS NULL` : Prisma.sql`w.wave = ${wave}::int`,
  ];
  const page = await pageOf(tx, MEMBERS, { where, sort, cursor, limit });
  return {
    ...page,
    items: page.items.map(({ id: _, hasRole, ...member }) => ({
      ...member,
      nextStep: nextStepOf(member.stage, { target: member.target, hasRole }),
    })),
  };
}

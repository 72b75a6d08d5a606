import {
  createPowers,
  type IamRole,
  type IamUser,
  JudgedGroup,
  JudgedPolicy,
  JudgedRole,
  type JudgedUser,
  type Powers,
} from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { columnsOf } from "../sql/columns.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { JUDGED_POLICY } from "./policies.ts";

/** What a user or role may do, as it was judged; no version keeps it, so that of rows of then it is unknown until `withPower`. */
export const knownPowerSql = (alias: string): Prisma.Sql => Prisma.sql`coalesce(${Prisma.raw(alias)}.power, 'unknown')`;

type Holder = Pick<IamUser | IamRole, "attachedPolicyArns" | "permissionsBoundaryArn"> & { groupNames?: string[] };
type AccountThen = { awsAccountId: string; asOf?: Date | undefined };

/** What exists of an account under `alias`, now or then. */
const ofAccount = (alias: string, { awsAccountId }: AccountThen): Prisma.Sql => Prisma.sql`
  ${Prisma.raw(alias)}.account_id = (SELECT id FROM aws_account WHERE aws_account_id = ${awsAccountId})
  AND ${Prisma.raw(alias)}.gone_at IS NULL`;

/** Roles `r` whose trust policy names the account, somebody of it, or everybody. */
export const letsInAccountSql = (awsAccountId: string): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM jsonb_array_elements(r.trust->'principals') named
  WHERE named->>'type' = 'AWS' AND (named->>'value' = '*' OR strpos(named->>'value', ${awsAccountId}) > 0))`;

const readEnterableRoles = (tx: TenantTx, of: AccountThen): Promise<JudgedRole[]> =>
  rowsOf(
    tx,
    JudgedRole,
    Prisma.sql`
    SELECT ${columnsOf(JudgedRole, "r")} FROM ${inventorySql("iam_role", "r", of, false)}
    WHERE ${ofAccount("r", of)} AND ${letsInAccountSql(of.awsAccountId)} ORDER BY r.id`,
  );

/** What these holders of one account hold: the groups that they are in, and all policies of theirs. */
async function readHeld(tx: TenantTx, of: AccountThen, holders: readonly Holder[]) {
  const names = [...new Set(holders.flatMap(({ groupNames = [] }) => groupNames))];
  const groups = await rowsOf(
    tx,
    JudgedGroup,
    Prisma.sql`
    SELECT ${columnsOf(JudgedGroup, "g")} FROM ${inventorySql("iam_group", "g", of, false)}
    WHERE ${ofAccount("g", of)} AND g.group_name = ANY(${names})`,
  );
  const arns = new Set([
    ...holders.flatMap((holder) => [...holder.attachedPolicyArns, holder.permissionsBoundaryArn]),
    ...groups.flatMap(({ attachedPolicyArns }) => attachedPolicyArns),
  ]);
  const policies = await rowsOf(
    tx,
    JudgedPolicy,
    Prisma.sql`
    SELECT ${JUDGED_POLICY} FROM ${inventorySql("iam_policy", "p", of, false)}
    WHERE ${ofAccount("p", of)} AND p.arn = ANY(${[...arns].filter((arn) => arn !== null)})`,
  );
  return { groups, policies };
}

/** By their own policies alone. */
const readOwnPowers = async (tx: TenantTx, of: AccountThen, holders: readonly Holder[]): Promise<Powers> =>
  createPowers({ awsAccountId: of.awsAccountId, ...(await readHeld(tx, of, holders)) });

/** What these principals of one account may do, now or then: by their own policies, and by the roles that they may become. */
export async function readPowers(tx: TenantTx, of: AccountThen, holders: readonly Holder[]): Promise<Powers> {
  const roles = await readEnterableRoles(tx, of);
  const held = await readHeld(tx, of, [...holders, ...roles]);
  const powers = createPowers({ awsAccountId: of.awsAccountId, ...held });
  powers.addRoles(roles);
  return powers;
}

/** A page over more accounts would have all roles of each read. */
const MOST_ACCOUNTS = 3;

/**
 * Tells rows of then what they might do: no version keeps it, as it follows from the policies that were known then. Rows of now have it
 * as it was judged. On a page over many accounts it is by their own policies alone; a detail, or a page of one account, tells of the roles
 * that they might become too.
 */
export async function withPower<Row extends IamUser | IamRole>(
  tx: TenantTx,
  { asOf }: Slice,
  kind: "user" | "role",
  rows: readonly Row[],
): Promise<Row[]> {
  if (!asOf) return [...rows];
  const powers = new Map<string, Powers>();
  const byAccount = Map.groupBy(rows, (row) => row.awsAccountId);
  const read = byAccount.size > MOST_ACCOUNTS ? readOwnPowers : readPowers;
  for (const [awsAccountId, holders] of byAccount) {
    powers.set(awsAccountId, await read(tx, { asOf, awsAccountId }, holders));
  }
  return rows.map((row) => {
    const ofAccount = powers.get(row.awsAccountId);
    const view = kind === "user" ? ofAccount?.ofUser(row as JudgedUser) : ofAccount?.ofRole(row as JudgedRole);
    return { ...row, power: view?.power ?? "unknown" };
  });
}

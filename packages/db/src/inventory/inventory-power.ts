import {
  createPowers,
  type IamRole,
  type IamUser,
  JudgedGroup,
  JudgedPolicy,
  type JudgedRole,
  type JudgedUser,
} from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { inventorySql, type Slice } from "../history/as-of.ts";
import { columnsOf } from "../sql/columns.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";
import { JUDGED_POLICY } from "./policies.ts";

/** What a user or role may do, as it was judged; no version keeps it, so that of rows of then it is unknown until `withPower`. */
export const knownPowerSql = (alias: string): Prisma.Sql => Prisma.sql`coalesce(${Prisma.raw(alias)}.power, 'unknown')`;

type Holder = Pick<IamUser | IamRole, "awsAccountId" | "attachedPolicyArns" | "permissionsBoundaryArn"> & {
  groupNames?: string[];
};

/** What the holders of one account hold: the groups that they are in, and all policies of theirs, as known then. */
async function readHeld(tx: TenantTx, asOf: Date, awsAccountId: string, holders: readonly Holder[]) {
  const slice = { asOf, awsAccountId };
  const names = [...new Set(holders.flatMap(({ groupNames = [] }) => groupNames))];
  const groups = await rowsOf(
    tx,
    JudgedGroup,
    Prisma.sql`
    SELECT ${columnsOf(JudgedGroup, "g")} FROM ${inventorySql("iam_group", "g", slice, false)}
    WHERE g.group_name = ANY(${names})`,
  );
  const arns = new Set([
    ...holders.flatMap((holder) => [...holder.attachedPolicyArns, holder.permissionsBoundaryArn]),
    ...groups.flatMap(({ attachedPolicyArns }) => attachedPolicyArns),
  ]);
  const policies = await rowsOf(
    tx,
    JudgedPolicy,
    Prisma.sql`
    SELECT ${JUDGED_POLICY} FROM ${inventorySql("iam_policy", "p", slice, false)}
    WHERE p.arn = ANY(${[...arns].filter((arn) => arn !== null)})`,
  );
  return { groups, policies };
}

/**
 * Tells rows of then what they might do: no version keeps it, as it follows from the policies that were known then. Rows of now have it
 * as it was judged.
 */
export async function withPower<Row extends IamUser | IamRole>(
  tx: TenantTx,
  { asOf }: Slice,
  kind: "user" | "role",
  rows: readonly Row[],
): Promise<Row[]> {
  if (!asOf) return [...rows];
  const powers = new Map<string, ReturnType<typeof createPowers>>();
  for (const [awsAccountId, holders] of Map.groupBy(rows, (row) => row.awsAccountId)) {
    powers.set(awsAccountId, createPowers({ awsAccountId, ...(await readHeld(tx, asOf, awsAccountId, holders)) }));
  }
  return rows.map((row) => {
    const ofAccount = powers.get(row.awsAccountId);
    const view = kind === "user" ? ofAccount?.ofUser(row as JudgedUser) : ofAccount?.ofRole(row as JudgedRole);
    return { ...row, power: view?.power ?? "unknown" };
  });
}

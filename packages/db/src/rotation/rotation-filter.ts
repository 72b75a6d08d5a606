import { Prisma } from "../generated/client.ts";
import { inUnitSql } from "../organizations/organizational-unit.ts";
import { all } from "../sql/paging.ts";

/** Of which accounts, and of whom: absent is all, an empty owner is "nobody is named". */
export type RotationFilter = {
  awsAccountId?: string | undefined;
  /** An organisational unit with all below it. */
  unitId?: string | undefined;
  owner?: string | undefined;
};

/** Accounts `a` by number and unit. */
export const accountsSql = ({ awsAccountId, unitId }: RotationFilter): Prisma.Sql =>
  all([awsAccountId ? Prisma.sql`a.aws_account_id = ${awsAccountId}` : null, unitId ? inUnitSql(unitId) : null]);

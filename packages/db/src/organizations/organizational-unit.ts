import { NO_UNIT } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";

/** Accounts `a` of an organisational unit with all below it, as it is now; of `NO_UNIT`: those that are in none. */
export const inUnitSql = (unitId: string): Prisma.Sql =>
  unitId === NO_UNIT
    ? Prisma.sql`a.aws_account_id NOT IN (SELECT m.aws_account_id FROM organization_account m
        WHERE m.left_at IS NULL AND cardinality(m.unit_ids) > 0)`
    : Prisma.sql`a.aws_account_id IN (SELECT m.aws_account_id FROM organization_account m
        WHERE m.left_at IS NULL AND ${unitId} = ANY (m.unit_ids))`;

import { JudgedPolicy } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { columnsOf } from "../sql/columns.ts";

/** The document of a managed policy under `alias`, or why there is none. */
export const policyDocument = (alias: string) => ({
  document: Prisma.sql`nullif(${Prisma.raw(alias)}.policy->'document', 'null'::jsonb)`,
  problem: Prisma.sql`${Prisma.raw(alias)}.policy->>'problem'`,
});

/** The columns of a policy `p` as the rules are given it. */
export const JUDGED_POLICY = columnsOf(JudgedPolicy, "p", policyDocument("p"));

import type { TenantTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import { testDb } from "../testing/index.ts";

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: PlanNode[];
};
const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The nodes by which PostgreSQL would run the first statement of `query`, and what the query returns. */
export async function explain<T>(
  tenantId: string,
  query: (tx: TenantTx) => Promise<T>,
): Promise<{ nodes: PlanNode[]; result: T }> {
  const plans: PlanNode[] = [];
  const result = await testDb().inTenant(tenantId, (tx) => {
    const explaining = Object.create(tx) as TenantTx;
    const queryRaw = async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
      const statement = query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values);
      const [row] = await tx.$queryRaw<{ "QUERY PLAN": { Plan: PlanNode }[] }[]>`EXPLAIN (FORMAT JSON) ${statement}`;
      plans.push(row!["QUERY PLAN"][0]!.Plan);
      return tx.$queryRaw(statement);
    };
    Object.defineProperty(explaining, "$queryRaw", { value: queryRaw });
    return query(explaining);
  });
  return { nodes: nodesOf(plans[0]!), result };
}

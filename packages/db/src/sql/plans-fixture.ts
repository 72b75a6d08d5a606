import { testDb } from "../testing/index.ts";
import { watched } from "../testing/watched.ts";
import { clientOf } from "./rows.ts";
import type { TenantTx } from "./transaction.ts";

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
};
const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The nodes by which PostgreSQL runs the first statement of `query`, and what the query returns. */
export async function explain<T>(
  tenantId: string,
  query: (tx: TenantTx) => Promise<T>,
): Promise<{ nodes: PlanNode[]; result: T }> {
  const plans: PlanNode[] = [];
  const result = await testDb().inTenant(tenantId, (tx) =>
    query(
      watched(tx, async (statement) => {
        const [row] = await clientOf(tx).$queryRaw<
          { "QUERY PLAN": { Plan: PlanNode }[] }[]
        >`EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`;
        plans.push(row!["QUERY PLAN"][0]!.Plan);
        return clientOf(tx).$queryRaw(statement);
      }),
    ),
  );
  return { nodes: nodesOf(plans[0]!), result };
}

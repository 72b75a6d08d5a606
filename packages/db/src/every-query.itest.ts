import { inspect } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { CASES as accounts } from "./accounts/cases-fixture.ts";
import { CASES as connections } from "./connections/cases-fixture.ts";
import { CASES as events } from "./events/cases-fixture.ts";
import { CASES as evidence } from "./evidence/cases-fixture.ts";
import { CASES as findings } from "./findings/cases-fixture.ts";
import { CASES as history } from "./history/cases-fixture.ts";
import { CASES as identity } from "./identity/cases-fixture.ts";
import * as db from "./index.ts";
import { CASES as inventory } from "./inventory/cases-fixture.ts";
import { CASES as judgement } from "./judgement/cases-fixture.ts";
import { CASES as landing } from "./landing/cases-fixture.ts";
import { CASES as migrations } from "./migrations/cases-fixture.ts";
import { CASES as organizations } from "./organizations/cases-fixture.ts";
import { CASES as owners } from "./owners/cases-fixture.ts";
import { CASES as people } from "./people/cases-fixture.ts";
import { CASES as replays } from "./replays/cases-fixture.ts";
import { CASES as reports } from "./reports/cases-fixture.ts";
import { CASES as rollUps } from "./roll-ups/cases-fixture.ts";
import { CASES as rotation } from "./rotation/cases-fixture.ts";
import { CASES as scans } from "./scans/cases-fixture.ts";
import { clientOf } from "./sql/rows.ts";
import type { AnyTx } from "./sql/transaction.ts";
import { testDb } from "./testing/index.ts";
import { makeQueriedTenant, type QueriedTenant } from "./testing/queried-tenant.ts";
import type { Case } from "./testing/query-case.ts";
import { watched } from "./testing/watched.ts";
import { CASES as trail } from "./trail/cases-fixture.ts";
import { CASES as trust } from "./trust/cases-fixture.ts";
import { CASES as uploads } from "./uploads/cases-fixture.ts";
import { CASES as due, LEASE_CASES as leases } from "./work/cases-fixture.ts";

const CASES: Record<string, Record<string, Case>> = {
  accounts,
  connections,
  due,
  events,
  evidence,
  findings,
  history,
  identity,
  inventory,
  judgement,
  landing,
  leases,
  migrations,
  organizations,
  owners,
  people,
  replays,
  reports,
  rollUps,
  rotation,
  scans,
  trail,
  trust,
  uploads,
};

const queries = Object.entries(db).flatMap(([area, names]) =>
  typeof names === "object"
    ? Object.entries(names).flatMap(([name, query]) => (typeof query === "function" ? [`${area}.${name}`] : []))
    : [],
);

let tenant: QueriedTenant;
beforeAll(async () => {
  tenant = await makeQueriedTenant();
});

/** Statements that were asked, and how many rows each gave at most. */
const rowsGiven = new Map<string, number>();

/** A page may come in two parts, of the same columns: where its order knows the value, and where it does not. */
const PART_OF_PAGE = /\S+ IS (NOT )?NULL( AND TRUE)? ORDER BY [^)]*$/;

/** The transaction, which notes what its statements give. */
const noting = <Tx extends AnyTx>(tx: Tx): Tx =>
  watched(tx, async (statement) => {
    const rows = await clientOf(tx).$queryRaw<unknown[]>(statement);
    const asked = statement.sql.replace(PART_OF_PAGE, "");
    rowsGiven.set(asked, Math.max(rows.length, rowsGiven.get(asked) ?? 0));
    return rows;
  });

const UNDONE = new Error("undone");

/** What a query answers, whose transaction is undone. */
async function answerOf(asked: Case): Promise<unknown> {
  let answer: unknown;
  const ask =
    <Tx extends AnyTx>(query: (tx: Tx, of: QueriedTenant) => unknown) =>
    async (tx: Tx): Promise<never> => {
      const told = await query(noting(tx), tenant);
      answer =
        typeof told === "object" && told !== null && Symbol.asyncIterator in told
          ? await Array.fromAsync(told as AsyncIterable<unknown>)
          : told;
      throw UNDONE;
    };
  const run =
    typeof asked === "function"
      ? testDb().inTenant(tenant.tenantId, ask(asked))
      : "asSystem" in asked
        ? testDb().asSystem(ask(asked.asSystem))
        : "asAuth" in asked
          ? testDb().asAuth(ask(asked.asAuth))
          : Promise.reject(new Error("one case at a time"));
  await run.catch((error: unknown) => {
    if (error !== UNDONE) throw error;
  });
  return answer;
}

/** Whether an answer tells anything. What only writes answers nothing, which is `undefined`. */
function tells(answer: unknown): boolean {
  if (answer instanceof Map || answer instanceof Set) return answer.size > 0;
  if (Array.isArray(answer)) return answer.length > 0;
  if (typeof answer === "object" && answer !== null && "items" in answer) return tells(answer.items);
  return answer !== null && answer !== false && answer !== 0;
}

test.each(queries)("%s answers a tenant that has everything", async (query) => {
  const [area, name] = query.split(".") as [string, string];
  const asked = CASES[area]?.[name];
  if (!asked) throw new Error(`${query} has no case: add one to cases-fixture.ts beside it`);
  for (const one of Array.isArray(asked) ? asked : [asked]) {
    const answer = await answerOf(one);
    expect(tells(answer), `${inspect(answer)} tells nothing: no row was held against its schema`).toBe(true);
  }
});

test("every statement gave a row at least once, so that its row was held against its schema", () => {
  expect([...rowsGiven].filter(([, rows]) => rows === 0).map(([statement]) => statement)).toEqual([]);
  expect(rowsGiven.size).toBeGreaterThan(100);
});

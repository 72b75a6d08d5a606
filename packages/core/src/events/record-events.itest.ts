import { makeAccount, ownerSql, testDb } from "@rolecall/db/testing";
import type { StateEventType } from "@rolecall/domain";
import { expect, test } from "vitest";
import { makeTenant, testDeps } from "../testing/index.ts";
import { recordState } from "./record-events.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 5, 1, 12, minute));

test("a state is written where it begins, each subject by itself", async () => {
  const deps = testDeps();
  const { tenantId } = await makeTenant(deps);
  const [one, other] = [await makeAccount(tenantId), await makeAccount(tenantId)];
  const found: [typeof one, StateEventType][] = [
    [one, "account.recovered"],
    [one, "account.failing"],
    [other, "account.recovered"],
    [one, "account.failing"],
    [one, "account.recovered"],
    [one, "account.recovered"],
    [one, "account.failing"],
    [other, "account.failing"],
  ];
  for (const [minute, [{ accountId }, type]] of found.entries()) {
    const state = { at: at(minute), accountId, subjectId: accountId, facts: { reason: "AWS refused" } };
    await testDb().inTenant(tenantId, (tx) => recordState(deps, tx, type, state));
  }
  const { rows } = await ownerSql(
    `SELECT subject, subject_id AS "subjectId", type, at, facts, is_first_seen AS "isFirstSeen" FROM event WHERE tenant_id = $1 ORDER BY at`,
    [tenantId],
  );
  const state = (of: typeof one, type: StateEventType, minute: number) => ({
    ...{ subject: "account", subjectId: of.accountId, type, at: at(minute) },
    ...{ facts: { reason: "AWS refused" }, isFirstSeen: false },
  });
  expect(rows).toEqual([
    state(one, "account.failing", 1),
    state(one, "account.recovered", 4),
    state(one, "account.failing", 6),
    state(other, "account.failing", 7),
  ]);
});

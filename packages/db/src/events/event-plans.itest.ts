import { CHANGE_EVENT_TYPES, changeEventsOf, ListChangesInput, MS_PER_DAY } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { explain } from "../sql/plans-fixture.ts";
import { type AccountIds, insertRows, makeAccount, makeTenant, ownerSql } from "../testing/index.ts";
import { countChangeEvents, listChangeEvents } from "./change-events.ts";

const AS_OF = new Date("2026-06-01T00:00:00Z");
const EVENTS = 10_000;
const TYPES = ["user.created", "user.changed", "role.changed", "policy.deleted"] as const;
const at = (index: number): string => new Date(AS_OF.getTime() - index * 3_600_000).toISOString();

let account: AccountIds;
let subjectId: string;

/** Every other event was found by a first reading. */
async function fill(of: AccountIds): Promise<void> {
  const events = Array.from({ length: EVENTS }, (_, index) => {
    const type = index % 2 === 0 ? "user.created" : (TYPES[(index >> 1) % 4] ?? "user.changed");
    return { index, type, subject: type.split(".")[0], subject_id: uuidv7() };
  });
  const common = { tenant_id: of.tenantId, account_id: of.accountId, scan_id: uuidv7() };
  await insertRows(
    "event",
    events.map(({ index, ...event }) => ({
      ...{ ...common, ...event, id: uuidv7(), at: at(index), is_first_seen: index % 2 === 0 },
      facts: { notBefore: null, ...(event.type === "user.created" ? { isRecreated: false } : {}) },
    })),
  );
  await insertRows(
    "entity_version",
    events.map(({ index, type: _, ...event }) => ({
      ...{
        ...common,
        ...event,
        valid_from: at(index),
        valid_to: null,
        change: "created",
        content_hash: "",
        content: {},
      },
    })),
  );
  subjectId = events[1]?.subject_id ?? "";
}

beforeAll(async () => {
  await fill(await makeAccount((await makeTenant()).tenantId));
  account = await makeAccount((await makeTenant()).tenantId);
  await fill(account);
  await ownerSql("ANALYZE");
}, 120_000);

test.each<[string, () => object, string, number]>([
  ["everything", () => ({}), "event_by_type", 50],
  ["first inventories too", () => ({ firstSeen: "true" }), "event_by_type", 50],
  ["a subject", () => ({ subject: "role" }), "event_by_type", 50],
  ["a kind of change that nothing is", () => ({ change: "rotated" }), "event_by_type", 0],
  ["an account", () => ({ awsAccountId: account.awsAccountId }), "event_by_account", 50],
  ["a kind in an account", () => ({ awsAccountId: account.awsAccountId, change: "vanished" }), "event_by_account", 50],
  ["one record", () => ({ subjectId }), "event_by_subject", 1],
])("a page of %s is read by an index, in its order, from the cursor on", async (_, given, index, found) => {
  const list = (cursor?: string) => {
    const input = ListChangesInput.parse({ ...given(), cursor });
    return explain(account.tenantId, (tx) => listChangeEvents(tx, input, changeEventsOf(input)));
  };
  const first = await list();
  const pages = found < 50 ? [first] : [first, await list(first.result.nextCursor ?? undefined)];
  for (const { nodes, result } of pages) {
    const reads = nodes.filter((node) => node["Relation Name"] === "event");
    expect(reads).toMatchObject([{ "Node Type": expect.stringMatching(/^Index/), "Index Name": index }]);
    expect(nodes.filter((node) => node["Relation Name"] === "entity_version").map((node) => node["Node Type"])).toEqual(
      ["Index Scan", "Index Scan"],
    );
    expect(result.items).toHaveLength(found);
  }
  if (pages[1]) expect(pages[1].nodes.map((node) => node["Index Cond"] ?? "").join()).toMatch(/at <=/);
});

test("what changed in a week is counted by the events of that week", async () => {
  const since = new Date(AS_OF.getTime() - 7 * MS_PER_DAY);
  const { nodes, result } = await explain(account.tenantId, (tx) =>
    countChangeEvents(tx, CHANGE_EVENT_TYPES, since, AS_OF),
  );
  const reads = nodes.filter((node) => node["Index Name"]?.startsWith("event_"));
  expect(reads.map((node) => node["Index Cond"] ?? "").join()).toMatch(/type = ANY.*\(at > .*\(at <= /);
  expect(result.toSorted((a, b) => (a.type < b.type ? -1 : 1))).toEqual(
    [...TYPES].toSorted().map((type) => ({ type, ended: null, count: 21 })),
  );
});

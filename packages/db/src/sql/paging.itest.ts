import {
  AppError,
  ListCredentialsInput as ListCredentials,
  type ListCredentialsInput,
  ListRolesInput,
  ListUsersInput,
  MS_PER_DAY,
} from "@rolecall/domain";
import { beforeAll, describe, expect, test } from "vitest";
import { listAccountRows, listScanRows } from "../accounts/accounts.ts";
import { listCredentialRows, listRoleRows, listUserRows } from "../inventory/index.ts";
import {
  credentialRow,
  insertRows,
  makeAccount,
  makeTenant,
  roleRow,
  scanRow,
  testDb,
  userRow,
} from "../testing/index.ts";

const AS_OF = new Date("2026-06-01T00:00:00Z");
const ROWS = 200;
const LIMIT = 7;

type PageOf = { items: Record<string, unknown>[]; nextCursor: string | null };
type ListPage = (input: { sort: string; cursor?: string; limit: number }) => Promise<PageOf>;

let tenantId: string;
let accountId: string;
let ids: Record<"user" | "credential" | "role" | "scan" | "account", string[]>;

/** Few values for many rows, so that every page ends within a tie; each fourth is unknown. */
const tied = (index: number): string | null =>
  index % 4 === 0 ? null : new Date(AS_OF.getTime() - (index % 9) * MS_PER_DAY - 123).toISOString();
const known = (index: number): string => tied(index % 4 === 0 ? 1 : index)!;
/** Names that an order by bytes, by case or by language puts differently. */
const name = (index: number): string => ["Zoë", "zoe", "a_b", "a-b", "Ärger", "x:y=z", '"q"'][index % 7]!;

beforeAll(async () => {
  ({ tenantId } = await makeTenant());
  const account = await makeAccount(tenantId, { name: "Zoë" });
  accountId = account.accountId;
  const others = await Promise.all(
    Array.from({ length: 20 }, (_, index) => makeAccount(tenantId, { name: name(index) })),
  );
  const indexes = Array.from({ length: ROWS }, (_, index) => index);
  const users = indexes.map((index) =>
    userRow(account, {
      user_name: name(index),
      created_at: known(index),
      last_activity_at: tied(index),
      oldest_active_key_at: tied(index + 1),
    }),
  );
  const credentials = indexes.map((index) =>
    credentialRow(account, { user_name: name(index), created_at: tied(index), last_used_at: tied(index + 1) }),
  );
  const roles = indexes.map((index) =>
    roleRow(account, { role_name: name(index), created_at: known(index), last_used_at: tied(index) }),
  );
  const scans = indexes.map((index) => scanRow(account, { requested_at: known(index) }));
  await insertRows("iam_user", users);
  await insertRows("credential", credentials);
  await insertRows("iam_role", roles);
  await insertRows("scan", scans);
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();
  ids = {
    user: idsOf(users),
    credential: idsOf(credentials),
    role: idsOf(roles),
    scan: idsOf(scans),
    account: [accountId, ...others.map((other) => other.accountId)].sort(),
  };
});

const lists: Record<keyof typeof ids, ListPage> = {
  user: (input) => testDb().inTenant(tenantId, (tx) => listUserRows(tx, ListUsersInput.parse(input), AS_OF)),
  credential: (input) =>
    testDb().inTenant(tenantId, (tx) => listCredentialRows(tx, ListCredentials.parse(input), AS_OF)),
  role: (input) => testDb().inTenant(tenantId, (tx) => listRoleRows(tx, ListRolesInput.parse(input))),
  scan: ({ cursor, limit }) =>
    testDb().inTenant(tenantId, (tx) => listScanRows(tx, { accountId, cursor, limit }, new Date())),
  account: ({ cursor, limit }) => testDb().inTenant(tenantId, (tx) => listAccountRows(tx, { cursor, limit })),
};

async function walk(list: ListPage, sort: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ sort, limit: LIMIT, ...(cursor ? { cursor } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(LIMIT);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && items.length <= 2 * ROWS);
  return items;
}

/** The field by which each order sorts times; a leading minus where it runs against the order. */
const TIME_FIELDS: Record<string, string> = {
  age: "-createdAt",
  lastUsed: "lastUsedAt",
  createdAt: "createdAt",
  lastActivity: "lastActivityAt",
  requestedAt: "requestedAt",
};

function expectOrdered(items: Record<string, unknown>[], sort: string): void {
  const field = TIME_FIELDS[sort.replace(/^-/, "")];
  if (!field) return;
  const times = items.map((item) => item[field.replace(/^-/, "")] as Date | null);
  const firstUnknown = times.indexOf(null);
  if (firstUnknown >= 0) expect(times.slice(firstUnknown).every((time) => time === null)).toBe(true);
  const knownTimes = times.filter((time) => time !== null).map((time) => time.getTime());
  const sign = sort.startsWith("-") === field.startsWith("-") ? 1 : -1;
  expect(knownTimes).toEqual([...knownTimes].sort((a, b) => sign * (a - b)));
}

const orders = (["user", "credential", "role", "scan", "account"] as const).flatMap((list) => {
  const sorts = {
    user: ListUsersInput.shape.sort.unwrap().options,
    credential: ListCredentials.shape.sort.unwrap().options,
    role: ListRolesInput.shape.sort.unwrap().options,
    scan: ["-requestedAt"],
    account: ["name"],
  }[list];
  return sorts.map((sort) => [list, sort] as const);
});

describe("page by page", () => {
  test.each(orders)(
    "the %s list by %s shows every row exactly once, in order, unknown ones last",
    async (list, sort) => {
      const items = await walk(lists[list], sort);
      expect(items.map((item) => item.id).sort()).toEqual(ids[list]);
      expect(items.every((item) => !("sortValue" in item))).toBe(true);
      expectOrdered(items, sort);
    },
  );

  test("a page that holds the rest exactly has no next one", async () => {
    const page = await lists.credential({ sort: "-age", limit: ROWS });
    expect(page.items).toHaveLength(ROWS);
    expect(page.nextCursor).toBeNull();
  });

  test("the oldest credential comes first by -age and last by age, unknown ages after both", async () => {
    const ages = async (sort: string) =>
      (await lists.credential({ sort, limit: 150 })).items.map((item) => (item as { ageDays: number }).ageDays);
    expect((await ages("-age"))[0]).toBe(8);
    expect((await ages("age"))[0]).toBe(0);
    expect((await ages("age")).at(-1)).toBe(8);
  });
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const ID = "01939f00-0000-7000-8000-000000000000";

describe("a cursor that the list did not make", () => {
  test.each([
    ["no text of ours", "nonsense"],
    ["empty", ""],
    ["not JSON", Buffer.from("{").toString("base64url")],
    ["JSON null", encode(null)],
    ["an object", encode({ value: "x" })],
    ["without an id", encode(["-age:"])],
    ["an id that is no UUID", encode(["-age:", "-".repeat(36)])],
    ["SQL in the id", encode(["-age:", "' OR 1=1 --"])],
    ["a time that is none", encode(["-age:=yesterday", ID])],
    ["a time that no calendar has", encode(["-age:=2026-13-45 00:00:00+00", ID])],
    ["a value without its mark", encode(["-age:2026-01-01 00:00:00+00", ID])],
    ["another order's", encode(["userName:=bob", ID])],
    ["the other direction's", encode(["age:=2026-01-01 00:00:00+00", ID])],
    ["a number", encode([7, ID])],
  ])("%s is refused by name", async (_, cursor) => {
    const input: ListCredentialsInput = { sort: "-age", limit: LIMIT, cursor };
    const refusal = await testDb()
      .inTenant(tenantId, (tx) => listCredentialRows(tx, input, AS_OF))
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ code: "INVALID", details: { field: "cursor" } });
    expect((refusal as AppError).message).toMatch(/^cursor: /);
  });

  test.each([
    ["a character that no text column can hold", encode(["userName:=a\0b", ID])],
    ["an unknown value of a column that is always known", encode(["userName:", ID])],
  ])("%s is refused by name", async (_, cursor) => {
    await expect(lists.credential({ sort: "userName", limit: LIMIT, cursor })).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringMatching(/^cursor: /),
    });
  });

  test("a day that only some months have still gives a page", async () => {
    const cursor = encode(["-age:=2026-02-30 00:00:00+00", ID]);
    await expect(lists.credential({ sort: "-age", limit: LIMIT, cursor })).resolves.toHaveProperty("items");
  });
});

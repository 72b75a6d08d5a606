import { modelsOf } from "@rolecall/db/testing";
import {
  type CreateOwnerRuleInput,
  ListFindingsInput,
  ListMigrationsInput,
  ListOwnersInput,
  type OwnerMatch,
} from "@rolecall/domain";
import { beforeEach, describe, expect, it } from "vitest";
import { listAuditEvents } from "../audit.ts";
import { listFindings } from "../findings/findings.ts";
import { listCredentials } from "../inventory/inventory.ts";
import { accountOf, day, judgedAccount, keyUser } from "../judgement/judged-account-fixture.ts";
import { recomputeJudgements } from "../judgement/recompute.ts";
import { getMigration } from "../migrations/get-migration.ts";
import { listMigrations } from "../migrations/list-migrations.ts";
import { planMigration, withdrawPlan } from "../migrations/plan-migration.ts";
import { listRotationStandings } from "../rotation/list-rotation-standings.ts";
import { assignOwner } from "./assign-owner.ts";
import { listOwners } from "./list-owners.ts";
import { createOwnerRule, endOwnerRule, listOwnerRules, updateOwnerRule } from "./owner-rules.ts";
import { previewOwnerRule } from "./preview-owner-rule.ts";

const NAMES = ["ann", "svc-a", "svc-b"] as const;
type Name = (typeof NAMES)[number];

let account: Awaited<ReturnType<typeof judgedAccount>>;
let ids: Record<Name, string>;

const users = (at: Date) =>
  accountOf([
    keyUser("ann", at, { path: "/people/" }),
    keyUser("svc-a", at, { tags: [{ key: "Team", value: "data" }] }),
    keyUser("svc-b", at),
  ]);
const land = (days: number) => account.land(users(day(days)), day(days));
const at = <T>(days: number, work: () => Promise<T>): Promise<T> => {
  account.clock.now = day(days);
  return work();
};
const create = (match: OwnerMatch, owner: string, more: Partial<CreateOwnerRuleInput> = {}) =>
  createOwnerRule(account.ctx, { match, owner, ...more });
const assign = (names: Name[], owner: string | null) =>
  assignOwner(account.ctx, { userIds: names.map((name) => ids[name]), owner });
const ownersOf = async (asOf?: Date) => {
  const { items } = await listMigrations(account.ctx, ListMigrationsInput.parse({ asOf }));
  return Object.fromEntries(items.map(({ userName, owner }) => [userName, owner]));
};
const recordOf = (name: Name, asOf?: Date) => getMigration(account.ctx, { id: ids[name], asOf });
const standings = async (asOf?: Date) =>
  (await listOwners(account.ctx, ListOwnersInput.parse({ asOf }))).items.map(({ owner, users: count }) => [
    owner,
    count,
  ]);
const plan = (name: Name, owner: string) =>
  planMigration(account.ctx, {
    ...{ userId: ids[name], target: "remove", reason: "Nothing uses it.", owner, dueOn: "2100-01-01", values: {} },
  });

beforeEach(async () => {
  account = await judgedAccount();
  await land(0);
  const rows = await account.inTenant((tx) => modelsOf(tx).iamUser.findMany());
  ids = Object.fromEntries(rows.map(({ userName, id }) => [userName, id])) as Record<Name, string>;
});

describe("a rule", () => {
  it("gives users their owner once they are judged again, on every list, and takes it away when it ends", async () => {
    expect(await ownersOf()).toEqual({ ann: null, "svc-a": "data", "svc-b": null });
    const rule = await at(1, () => create({ userName: "svc-*" }, "Platform"));
    expect(rule).toMatchObject({ number: 1, owner: "Platform", setAt: day(1) });
    expect(await account.dueAt()).toEqual(day(1));
    expect(await ownersOf()).toEqual({ ann: null, "svc-a": "data", "svc-b": null });
    await account.judgeAt(day(1.01));
    expect(await ownersOf()).toEqual({ ann: null, "svc-a": "Platform", "svc-b": "Platform" });
    expect(await standings()).toEqual([
      [null, 1],
      ["Platform", 2],
    ]);
    expect(await recordOf("svc-a")).toMatchObject({ ownerSource: { kind: "rule", ruleId: rule.id, number: 1 } });
    await at(2, () => endOwnerRule(account.ctx, rule));
    await account.judgeAt(day(2.01));
    expect(await ownersOf()).toEqual({ ann: null, "svc-a": "data", "svc-b": null });
    expect(await recordOf("svc-a")).toMatchObject({ ownerSource: { kind: "tag", key: "Team" } });
    expect(await recordOf("ann")).toMatchObject({ ownerSource: { kind: "nobody" } });
  });

  it("is followed by credentials, findings and rotation, whose figures of nobody are those of migrations", async () => {
    const { ctx } = account;
    const unowned = async (asOf?: Date) => {
      const credentials = await listCredentials(ctx, {
        limit: 200,
        sort: "userName",
        owner: "",
        kind: "access_key",
        asOf,
      });
      return credentials.items.map(({ userName }) => userName);
    };
    const ofFindings = async () => {
      const { items } = await listFindings(ctx, ListFindingsInput.parse({ owner: "Platform", limit: 200 }));
      return new Set(items.map(({ userRecordId }) => userRecordId));
    };
    expect(await unowned()).toEqual(["ann", "svc-b"]);
    await at(1, () => create({ userName: "svc-*" }, "Platform"));
    await account.judgeAt(day(1.01));
    expect(await unowned()).toEqual(["ann"]);
    expect(await unowned(day(0.5))).toEqual(["ann", "svc-b"]);
    // Old keys are findings, of whoever answers for them.
    await land(200);
    expect(await ofFindings()).toEqual(new Set([ids["svc-a"], ids["svc-b"]]));
    expect(await unowned(day(0.5))).toEqual(["ann", "svc-b"]);
    expect(await unowned(day(1.02))).toEqual(["ann"]);
    const rotation = await listRotationStandings(ctx, { by: "owner" });
    expect(rotation.map(({ id }) => id).sort()).toEqual(["", "Platform"]);
    expect(await unowned()).toEqual(["ann"]);
  });

  it("stands at its place: the first that fits counts, and others move along", async () => {
    const first = await at(1, () => create({ userName: "svc-*" }, "Platform"));
    const second = await at(1.1, () => create({ userName: "svc-a" }, "Search", { number: 1 }));
    const numbers = async (asOf?: Date) =>
      (await listOwnerRules(account.ctx, { asOf })).items.map(({ owner, number }) => [owner, number]);
    expect(await numbers()).toEqual([
      ["Search", 1],
      ["Platform", 2],
    ]);
    expect(await numbers(day(1.05))).toEqual([["Platform", 1]]);
    await account.judgeAt(day(1.2));
    expect(await ownersOf()).toMatchObject({ "svc-a": "Search", "svc-b": "Platform" });
    await at(2, () => updateOwnerRule(account.ctx, { id: first.id, number: 1 }));
    expect(await numbers()).toEqual([
      ["Platform", 1],
      ["Search", 2],
    ]);
    await account.judgeAt(day(2.1));
    expect(await ownersOf()).toMatchObject({ "svc-a": "Platform" });
    await at(3, () => updateOwnerRule(account.ctx, { id: second.id, number: 2, owner: "Search" }));
    expect(await account.inTenant((tx) => modelsOf(tx).ownerRule.count())).toBe(5);
  });

  it("is shown before it is set: whom it would take, and from whom", async () => {
    await at(1, () => assign(["svc-b"], "ann"));
    const preview = await previewOwnerRule(account.ctx, { match: { userName: "*" }, owner: "Platform" });
    expect(preview).toMatchObject({
      ...{ matches: 3, takes: 2, keeps: 1 },
      now: [
        { owner: null, users: 1 },
        { owner: "data", users: 1 },
      ],
    });
    expect((await listOwnerRules(account.ctx, {})).items).toEqual([]);
    const elsewhere = { match: { awsAccountIds: ["999988887777"] }, owner: "Platform" };
    expect(await previewOwnerRule(account.ctx, elsewhere)).toMatchObject({ matches: 0, takes: 0 });
  });

  it.each<[OwnerMatch, number]>([
    [{ userName: "SVC-?" }, 2],
    [{ userName: "svc_*" }, 0],
    [{ userName: "svc-" }, 0],
    [{ pathPrefix: "/people/", userName: "a*n" }, 1],
    [{ tag: { key: "team", value: "data" } }, 1],
  ])("of %j fits %i users in the database as it does in the rules", async (match, matches) => {
    expect(await previewOwnerRule(account.ctx, { match, owner: "Platform" })).toMatchObject({ matches });
  });

  it("that there is not is not found", async () => {
    const id = account.deps.newId();
    await expect(endOwnerRule(account.ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(updateOwnerRule(account.ctx, { id, owner: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("an assignment by hand", () => {
  it("is seen at once, outweighs rules, and is kept with who set it and who ended it", async () => {
    await at(1, () => create({ userName: "*" }, "Platform"));
    await account.judgeAt(day(1.01));
    expect(await at(2, () => assign(["ann", "svc-a"], "Ann Lee"))).toEqual({ users: 2, changed: 2, isJudged: true });
    expect(await ownersOf()).toEqual({ ann: "Ann Lee", "svc-a": "Ann Lee", "svc-b": "Platform" });
    await at(3, () => assign(["ann"], null));
    expect(await ownersOf()).toMatchObject({ ann: "Platform", "svc-a": "Ann Lee" });
    const by = account.ctx.actor.label;
    expect(await recordOf("ann")).toMatchObject({
      ownerSource: { kind: "rule", number: 1 },
      ownerAssignments: [{ owner: "Ann Lee", from: day(2), to: day(3), setBy: by, endedBy: by }],
    });
    expect(await recordOf("ann", day(2.5))).toMatchObject({
      ...{ owner: "Ann Lee", ownerSource: { kind: "by_hand", by } },
      ownerAssignments: [{ to: null, endedBy: null }],
    });
    expect(await standings(day(2.5))).toEqual([
      ["Ann Lee", 2],
      ["Platform", 1],
    ]);
    expect(await at(4, () => assign(["svc-a"], "Ann Lee"))).toMatchObject({ changed: 0 });
    const { items } = await listAuditEvents(account.ctx, { limit: 50 });
    const actions = items.map(({ action }) => action).filter((action) => action.startsWith("owner"));
    expect(actions.sort()).toEqual(["owner.assigned", "owner.assigned", "owner.assigned", "owner_rule.created"]);
  });

  it("leaves a plan its own owner, and counts when the plan is withdrawn", async () => {
    await at(1, () => plan("svc-b", "Warehouse"));
    await at(2, () => assign(["svc-b"], "Ann Lee"));
    expect(await recordOf("svc-b")).toMatchObject({ owner: "Warehouse", ownerSource: { kind: "plan" } });
    expect((await account.credentials({ owner: "Warehouse" })).map(({ userName }) => userName)).toEqual(["svc-b"]);
    await at(3, () => withdrawPlan(account.ctx, { userId: ids["svc-b"] }));
    expect(await recordOf("svc-b")).toMatchObject({ owner: "Ann Lee", ownerSource: { kind: "by_hand" } });
  });

  it("of somebody who does not exist assigns nobody", async () => {
    const userIds = [ids.ann, account.deps.newId()];
    await expect(assignOwner(account.ctx, { userIds, owner: "Ann Lee" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await ownersOf()).toMatchObject({ ann: null });
  });

  it("of many is followed by due work", { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 12 }, (_, index) => `bot-${index}`);
    await account.land(accountOf(many.map((name) => keyUser(name, day(1)))), day(1));
    const rows = await account.inTenant((tx) => modelsOf(tx).iamUser.findMany({ where: { goneAt: null } }));
    const userIds = rows.map(({ id }) => id);
    const told = await at(2, () => assignOwner(account.ctx, { userIds, owner: "Robotics" }));
    expect(told).toEqual({ users: 12, changed: 12, isJudged: false });
    await account.judgeAt(day(2.01));
    expect(await standings()).toEqual(expect.arrayContaining([["Robotics", 12]]));
  });
});

it("spellings of one owner are merged, and pages go on where the last one ended", async () => {
  await at(1, () => assign(["ann"], "Data Team"));
  const first = await listOwners(account.ctx, ListOwnersInput.parse({ limit: 1 }));
  expect(first.items).toMatchObject([{ owner: null, users: 1 }]);
  const second = await listOwners(account.ctx, ListOwnersInput.parse({ cursor: first.nextCursor }));
  expect(second).toMatchObject({
    items: [{ key: "data", users: 2, spellings: [{ owner: "Data Team" }, { owner: "data" }] }],
    nextCursor: null,
  });
  await expect(listOwners(account.ctx, ListOwnersInput.parse({ cursor: "bm9ib2R5" }))).rejects.toMatchObject({
    code: "INVALID",
  });
});

it("the history judged again has the same owners", { timeout: 60_000 }, async () => {
  const rule = await at(1, () => create({ userName: "svc-*" }, "Platform"));
  await land(2);
  await at(3, () => assign(["svc-a"], "Ann Lee"));
  await at(4, () => plan("svc-b", "Warehouse"));
  await at(5, () => endOwnerRule(account.ctx, rule));
  await account.judgeAt(day(5.1));
  await land(100);
  await at(101, () => assign(["svc-a"], null));
  await land(200);
  expect(await recomputeJudgements(account.ctx, account)).toEqual([]);
});

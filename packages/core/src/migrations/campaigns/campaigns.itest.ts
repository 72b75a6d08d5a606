import { modelsOf } from "@rolecall/db/testing";
import { ListCampaignMembersInput, ListCampaignsInput, ListMigrationsInput } from "@rolecall/domain";
import { beforeEach, describe, expect, it, test } from "vitest";
import { listAuditEvents } from "../../audit.ts";
import { accountOf, day, judgedAccount, keyUser } from "../../judgement/judged-account-fixture.ts";
import { recomputeJudgements } from "../../judgement/recompute.ts";
import { keyOf, readAs, usedAt } from "../../scans/landing/facts-fixture.ts";
import { getMigration } from "../get-migration.ts";
import { listMigrations } from "../list-migrations.ts";
import { getMigrationFlow, listMigrationBreakdown } from "../migration-breakdown.ts";
import { getMigrationProgress } from "../migration-progress.ts";
import { planMigration } from "../plan-migration.ts";
import { planMigrations } from "../plan-migrations.ts";
import {
  addCampaignMembers,
  listCampaignMembers,
  placeCampaignMembers,
  removeCampaignMembers,
  setCampaignMembers,
} from "./campaign-members.ts";
import {
  addCampaignComment,
  createCampaign,
  endCampaign,
  getCampaign,
  listCampaignComments,
  listCampaigns,
  listCampaignWaves,
  updateCampaign,
} from "./campaigns.ts";
import { exportCampaignMembers, importCampaignMembers } from "./members-csv.ts";

const NAMES = ["+deploy", "backup", "reports"] as const;
type Name = (typeof NAMES)[number];

/** What is proposed of `backup`, by its owner. */
const REMOVAL = { target: "remove" as const, owner: "Ada", dueOn: day(10).toISOString().slice(0, 10), values: {} };

let account: Awaited<ReturnType<typeof judgedAccount>>;
let ids: Record<Name, string>;
let campaignId: string;

/** Nothing has used the key of `backup` for a long time. */
const usersAt = (at: Date) =>
  accountOf([
    keyUser("+deploy", at),
    keyUser("backup", at, { accessKeys: readAs([keyOf("backup", { lastUse: usedAt(day(-300)) })]) }),
    keyUser("reports", at),
  ]);
const at = <T>(days: number, work: () => Promise<T>): Promise<T> => {
  account.clock.now = day(days);
  return work();
};
const create = (name: string, targetDate?: string) => createCampaign(account.ctx, { name, notes: "", targetDate });
const members = async () =>
  (await listCampaignMembers(account.ctx, ListCampaignMembersInput.parse({ id: campaignId }))).items;
const set = (...names: Name[]) =>
  setCampaignMembers(account.ctx, { id: campaignId, userIds: names.map((name) => ids[name]) });
const campaignOf = async (name: Name, asOf?: Date) =>
  (await getMigration(account.ctx, { id: ids[name], asOf })).campaignId;

beforeEach(async () => {
  account = await judgedAccount();
  await account.land(usersAt(day(0)), day(0));
  const users = await account.inTenant((tx) => modelsOf(tx).iamUser.findMany({ where: { goneAt: null } }));
  ids = Object.fromEntries(users.map(({ userName, id }) => [userName, id])) as Record<Name, string>;
  campaignId = (await at(1, () => create("Pipelines"))).id;
});

describe("a campaign", () => {
  it("is begun, changed, listed, and ended; two of one name do not go on at once", async () => {
    expect(await getCampaign(account.ctx, { id: campaignId })).toMatchObject({ members: 0, endedAt: null });
    await expect(create("Pipelines")).rejects.toMatchObject({ code: "CONFLICT" });
    const changed = { name: "CI", notes: "By the platform team", targetDate: "2026-12-01" };
    expect(await updateCampaign(account.ctx, { id: campaignId, ...changed })).toMatchObject(changed);
    expect(await updateCampaign(account.ctx, { id: campaignId, targetDate: null })).toMatchObject({
      ...changed,
      targetDate: null,
    });
    await create("Pipelines");
    await expect(updateCampaign(account.ctx, { id: campaignId, name: "Pipelines" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const ended = await at(2, () => endCampaign(account.ctx, { id: campaignId }));
    expect(ended.endedAt).toEqual(day(2));
    expect(await at(3, () => endCampaign(account.ctx, { id: campaignId }))).toEqual(ended);
    await expect(set("backup")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(updateCampaign(account.ctx, { id: campaignId, notes: "" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const names = async (state?: "open" | "ended") =>
      (await listCampaigns(account.ctx, ListCampaignsInput.parse({ state }))).items.map(({ name }) => name);
    expect([await names(), await names("open"), await names("ended")]).toEqual([
      ["CI", "Pipelines"],
      ["Pipelines"],
      ["CI"],
    ]);
  });

  it("has comments, which nobody changes, the newest first", async () => {
    for (const text of ["First", "Second"]) await addCampaignComment(account.ctx, { id: campaignId, text });
    const { items } = await listCampaignComments(account.ctx, { id: campaignId, limit: 50 });
    expect(items.map(({ text }) => text).sort()).toEqual(["First", "Second"]);
    await expect(
      account.inTenant((tx) => modelsOf(tx).campaignComment.updateMany({ data: { text: "Other" } })),
    ).rejects.toThrow(/permission denied/);
    await expect(account.inTenant((tx) => modelsOf(tx).campaignComment.deleteMany())).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe("its members", () => {
  it("are in it before they are planned, and migrations say so, then and now", async () => {
    expect(await at(2, () => set("backup", "reports"))).toMatchObject({ members: 2, stages: { identified: 2 } });
    expect(await campaignOf("backup")).toBe(campaignId);
    expect(await campaignOf("backup", day(1.5))).toBeNull();
    await at(3, () => set("reports"));
    expect([await campaignOf("backup"), await campaignOf("backup", day(2.5))]).toEqual([null, campaignId]);
    const listed = await listMigrations(account.ctx, ListMigrationsInput.parse({ campaignId }));
    expect(listed.items.map(({ userName }) => userName)).toEqual(["reports"]);
    const { points } = await getMigrationProgress(account.ctx, {
      ...{ from: "2026-06-01", to: "2026-06-08", interval: "day", campaignId },
    });
    expect([...new Set(points.map(({ scope }) => scope))].sort()).toEqual([1, 2]);
  });

  it("stay in it when they are planned, judged and replayed", async () => {
    await at(2, () => set("backup"));
    await account.land(usersAt(day(3)), day(3));
    const { proposedTarget } = await getMigration(account.ctx, { id: ids.backup });
    const reason = proposedTarget === "remove" ? undefined : "Nothing needs it.";
    const planned = await at(4, () =>
      planMigration(account.ctx, {
        ...{ userId: ids.backup, target: "remove", reason, owner: "Ada", dueOn: "2027-01-01", values: {} },
      }),
    );
    expect(planned).toMatchObject({ stage: "planned", campaignId });
    await account.land(usersAt(day(5)), day(5));
    expect(await campaignOf("backup")).toBe(campaignId);
    expect(await recomputeJudgements(account.ctx, { accountId: account.accountId })).toEqual([]);
  });

  it("join by their plan, and leave the campaign that they were in", async () => {
    await at(2, () => set("backup", "reports"));
    const other = await create("Vendors");
    const plan = {
      target: "remove",
      reason: "Nothing needs it.",
      owner: "Ada",
      dueOn: "2027-01-01",
      values: {},
    } as const;
    const planned = await at(3, () =>
      planMigration(account.ctx, { userId: ids.backup, ...plan, campaignId: other.id }),
    );
    expect(planned.campaignId).toBe(other.id);
    expect((await members()).map(({ userName }) => userName)).toEqual(["reports"]);
    await endCampaign(account.ctx, { id: other.id });
    await expect(
      planMigration(account.ctx, { userId: ids.reports, ...plan, campaignId: other.id }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("come in waves with a day, which who stays keeps", async () => {
    await at(2, () => set("backup", "reports"));
    const place = (given: object) =>
      placeCampaignMembers(account.ctx, { id: campaignId, userIds: [ids.backup], ...given });
    await at(3, () => place({ wave: 2, dueOn: "2026-09-01" }));
    await at(4, () => place({ wave: 1 }));
    await at(5, () => set("backup", "+deploy"));
    expect((await members()).map(({ userName, wave, dueOn }) => [userName, wave, dueOn])).toEqual([
      ["+deploy", null, null],
      ["backup", 1, "2026-09-01"],
    ]);
    await expect(place({ userIds: [ids.reports], wave: 1 })).rejects.toMatchObject({ code: "CONFLICT" });
    const { items } = await listCampaignMembers(
      account.ctx,
      ListCampaignMembersInput.parse({ id: campaignId, wave: 1 }),
    );
    expect(items).toHaveLength(1);
  });

  it("join and leave, and nobody else is touched: who is in it already keeps its place", async () => {
    await at(2, () => set("backup"));
    await placeCampaignMembers(account.ctx, { id: campaignId, userIds: [ids.backup], wave: 1 });
    const add = (...names: Name[]) =>
      addCampaignMembers(account.ctx, { id: campaignId, userIds: names.map((name) => ids[name]) });
    expect(await at(3, () => add("backup", "reports"))).toMatchObject({ members: 2 });
    expect((await members()).map(({ userName, wave }) => [userName, wave])).toEqual([
      ["backup", 1],
      ["reports", null],
    ]);
    const userIds = [ids.reports, ids["+deploy"]];
    expect(await at(4, () => removeCampaignMembers(account.ctx, { id: campaignId, userIds }))).toMatchObject({
      members: 1,
    });
    expect(await campaignOf("reports")).toBeNull();
    await at(5, () => endCampaign(account.ctx, { id: campaignId }));
    await expect(add("reports")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("are counted by wave, with those that are late by the day of plan, wave or campaign", async () => {
    await at(2, () => set("+deploy", "backup", "reports"));
    const place = (name: Name, wave: number | null, dueOn: string | null) =>
      placeCampaignMembers(account.ctx, { id: campaignId, userIds: [ids[name]], wave, dueOn });
    const waves = async (days: number) =>
      (await at(days, () => listCampaignWaves(account.ctx, { id: campaignId }))).map((wave) => [
        ...[wave.wave, wave.members, wave.overdue, wave.firstDueOn, wave.stages.identified],
      ]);
    const dayText = (days: number) => day(days).toISOString().slice(0, 10);
    await place("backup", 1, dayText(5));
    await place("reports", 1, dayText(9));
    expect(await waves(3)).toEqual([
      [1, 2, 0, dayText(5), 2],
      [null, 1, 0, null, 1],
    ]);
    expect(await waves(6)).toEqual([
      [1, 2, 1, dayText(5), 2],
      [null, 1, 0, null, 1],
    ]);
    await updateCampaign(account.ctx, { id: campaignId, targetDate: dayText(4) });
    expect(await at(6, () => getCampaign(account.ctx, { id: campaignId }))).toMatchObject({ members: 3, overdue: 2 });
    const none = ListCampaignMembersInput.parse({ id: campaignId, wave: "none" });
    expect((await listCampaignMembers(account.ctx, none)).items).toMatchObject([
      { userName: "+deploy", nextStep: "ask_owner" },
    ]);
  });

  it("must have a migration: one unknown user leaves all as it was", async () => {
    await at(2, () => set("backup"));
    const userIds = [ids.reports, account.deps.newId()];
    await expect(setCampaignMembers(account.ctx, { id: campaignId, userIds })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await members()).map(({ userName }) => userName)).toEqual(["backup"]);
  });

  it("go out as CSV and come back in, row by row", async () => {
    await at(2, () => set("+deploy", "backup"));
    const { body, fileName } = await exportCampaignMembers(account.ctx, { id: campaignId });
    expect(fileName).toBe("pipelines.csv");
    expect(body).toContain(`${account.awsAccountId},`);
    expect(body).toContain("'+deploy");
    expect(await importCampaignMembers(account.ctx, { id: campaignId, csv: body })).toEqual({
      ...{ added: 0, changed: 0, unchanged: 2, refused: [] },
    });
    const csv = [
      "awsAccountId;userName;wave;dueOn",
      `${account.awsAccountId};'+deploy;2;2026-09-01`,
      `${account.awsAccountId};reports;;`,
      `${account.awsAccountId};nobody;1;`,
      `${account.awsAccountId};backup;first;`,
      `${account.awsAccountId};reports;1;`,
      `1234;backup;1;01.09.2026`,
    ].join("\n");
    const taken = await at(3, () => importCampaignMembers(account.ctx, { id: campaignId, csv }));
    expect(taken).toMatchObject({ added: 1, changed: 1, unchanged: 0 });
    expect(taken.refused.map(({ line, reason }) => [line, reason.split(":")[0]])).toEqual([
      [4, "userName"],
      [5, "wave"],
      [6, "userName"],
      [7, "dueOn"],
    ]);
    expect((await members()).map(({ userName, wave, dueOn }) => [userName, wave, dueOn])).toEqual([
      ["+deploy", 2, "2026-09-01"],
      ["backup", null, null],
      ["reports", null, null],
    ]);
  });
});

describe("plans of many", () => {
  const plan = (names: readonly Name[], given: object = {}) =>
    at(3, () => planMigrations(account.ctx, { userIds: names.map((name) => ids[name]), ...given }));

  it("are what is proposed, each a decision of its own: what is refused does not undo the others", async () => {
    await at(2, () => set("backup"));
    await placeCampaignMembers(account.ctx, { id: campaignId, userIds: [ids.backup], dueOn: "2026-09-01" });
    const unknown = account.deps.newId();
    const userIds = [ids.reports, unknown, ids.backup, ids["+deploy"]];
    const { planned, refused, results } = await at(3, () => planMigrations(account.ctx, { userIds, owner: "Ada" }));
    expect([planned, refused]).toEqual([1, 3]);
    expect(results.map(({ userName, isPlanned, reason }) => [userName, isPlanned, reason?.split(":")[0]])).toEqual([
      ["reports", false, "dueOn"],
      [null, false, "No such migration"],
      ["backup", true, undefined],
      ["+deploy", false, "dueOn"],
    ]);
    expect(await getMigration(account.ctx, { id: ids.backup })).toMatchObject({
      ...{ stage: "planned", target: "remove", owner: "Ada", dueOn: "2026-09-01", campaignId },
    });
  });

  it("need a target that is proposed, an owner and a day that has not passed", async () => {
    const reasonOf = async (name: Name, given: object) => (await plan([name], given)).results[0]?.reason;
    expect(await reasonOf("reports", { owner: "Ada", dueOn: "2026-09-01" })).toMatch(/^target: ask_owner/);
    expect(await reasonOf("backup", { dueOn: "2026-09-01" })).toMatch(/^owner: /);
    expect(await reasonOf("backup", { owner: "Ada", dueOn: "2020-01-01" })).toMatch(/^dueOn: 2020-01-01 has passed/);
  });

  it("leave what was decided as it is, and change owner and day alone", async () => {
    const reason = "The team says so.";
    const planned = { target: "third_party_role" as const, reason, owner: "Ada", dueOn: "2026-09-01" };
    await at(2, () => planMigration(account.ctx, { userId: ids.backup, ...planned, values: { VENDOR: "1" } }));
    expect(await plan(["backup"], { owner: "Bob" })).toMatchObject({ planned: 1 });
    const { plan: now } = await getMigration(account.ctx, { id: ids.backup });
    expect(now).toMatchObject({ ...planned, owner: "Bob", values: { VENDOR: "1" } });
  });

  it("take users into a campaign, and the day from it", async () => {
    const { id } = await create("Unused", "2026-10-01");
    expect(await plan(["backup"], { owner: "Ada", campaignId: id })).toMatchObject({ planned: 1 });
    expect(await getMigration(account.ctx, { id: ids.backup })).toMatchObject({ campaignId: id, dueOn: "2026-10-01" });
  });
});

test("accounts, units and owners say how far they are; what came and what is late is told apart", async () => {
  const breakdown = (by: "account" | "unit" | "owner", days: number) =>
    at(days, () => listMigrationBreakdown(account.ctx, { by }));
  await at(2, () => planMigration(account.ctx, { userId: ids.backup, ...REMOVAL }));
  expect(await breakdown("owner", 3)).toMatchObject([
    { id: "", name: "No owner", scope: 2, left: 2, overdue: 0 },
    { id: "Ada", scope: 1, left: 1, moved: 0, addedLately: 1 },
  ]);
  const [whole, ...more] = await breakdown("account", 30);
  expect(whole).toMatchObject({ id: account.awsAccountId, scope: 3, left: 3, overdue: 1, movedLately: 0 });
  expect(more).toEqual([]);
  expect(await breakdown("unit", 3)).toMatchObject([{ id: "", name: "In no organisational unit", scope: 3 }]);
  const flow = await getMigrationFlow(account.ctx, { awsAccountId: account.awsAccountId });
  expect(flow.reduce((sum, { users }) => sum + users, 0)).toBe(3);
  expect(flow.find(({ target }) => target === "remove")).toMatchObject({
    ...{ userType: "keys", users: 1, stages: { planned: 1 } },
  });
});

it("each change is in the audit log", async () => {
  await set("backup");
  await placeCampaignMembers(account.ctx, { id: campaignId, userIds: [ids.backup], wave: 1 });
  await importCampaignMembers(account.ctx, {
    id: campaignId,
    csv: `awsAccountId,userName\n${account.awsAccountId},backup\n`,
  });
  await updateCampaign(account.ctx, { id: campaignId, notes: "By hand" });
  await addCampaignComment(account.ctx, { id: campaignId, text: "Done" });
  await endCampaign(account.ctx, { id: campaignId });
  const { items } = await listAuditEvents(account.ctx, { limit: 50 });
  expect(
    items
      .map(({ action }) => action)
      .filter((action) => action.startsWith("campaign."))
      .sort(),
  ).toEqual(
    ["commented", "created", "ended", "members_imported", "members_placed", "members_set", "updated"].map(
      (action) => `campaign.${action}`,
    ),
  );
});

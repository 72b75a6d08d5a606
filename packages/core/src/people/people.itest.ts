import { modelsOf } from "@rolecall/db/testing";
import { type IamPerson, ListPeopleInput } from "@rolecall/domain";
import { beforeEach, expect, it } from "vitest";
import { jobRun, offlineDeps } from "../emulated-customer-fixture.ts";
import { accountOf, day, judgedAccount, keyUser, withReportOf } from "../judgement/judged-account-fixture.ts";
import { keyOf, readAs, usedAt } from "../scans/landing/facts-fixture.ts";
import { groupPeopleWork } from "./group-people.ts";
import { getPerson, listPeople, mergePeople, splitPerson } from "./people.ts";

let account: Awaited<ReturnType<typeof judgedAccount>>;

const EMAIL = [{ key: "email", value: "ann.lee@fernhill.example" }];
const ANNS = ["ann.lee@fernhill.example", "Ann.Lee@fernhill.example"] as const;
const land = (days: number, names: readonly string[]) =>
  account.land(
    accountOf(names.map((name) => keyUser(name, day(days), name === "ann" ? { tags: EMAIL, path: "/people/" } : {}))),
    day(days),
  );
/** Lets the job come by, as a worker does. */
const group = async (days: number) => {
  account.clock.now = day(days);
  const { tenantId } = account.ctx;
  await groupPeopleWork.handle(offlineDeps(account.deps), { tenantId }, jobRun());
};
const all = async (given: object = {}): Promise<IamPerson[]> =>
  (await listPeople(account.ctx, ListPeopleInput.parse(given))).items;
const usersOf = async (id: string) =>
  (await getPerson(account.ctx, { id })).migrations.map(({ userName }) => userName).sort();

beforeEach(async () => {
  account = await judgedAccount();
  await land(0, [...ANNS, "backup", "mailer"]);
  await group(0.5);
});

it("users of one address are one person, the others each one of its own", async () => {
  expect((await all()).map(({ name, users }) => [name.toLowerCase(), users])).toEqual(
    expect.arrayContaining([
      [ANNS[0], 2],
      ["backup", 1],
      ["mailer", 1],
    ]),
  );
  const [ann] = await all({ minUsers: 2 });
  expect(ann).toMatchObject({ confidence: "high", accounts: 1, reasons: [`Both have the address ${ANNS[0]}.`] });
  expect(await usersOf(ann!.id)).toEqual([...ANNS].sort());
  expect(ann).toMatchObject({ owner: null, furthestBehind: "identified" });
  expect((await getPerson(account.ctx, { id: ann!.id })).iamUsers).toMatchObject([
    { activeAccessKeys: 1, hasMfa: false },
    { activeAccessKeys: 1, hasMfa: false },
  ]);
  expect(await all({ q: "mail" })).toMatchObject([{ name: "mailer" }]);
});

it("are grouped at once where they never were", async () => {
  const other = await judgedAccount();
  await other.land(accountOf([keyUser("mailer", day(0))]), day(0));
  const grouping = await other.inTenant((tx) => modelsOf(tx).peopleGrouping.findFirstOrThrow());
  expect(grouping).toMatchObject({ dueAt: day(0), groupedAt: null });
});

it("are grouped again after a landing that changes whose they are, and after no other", async () => {
  const dueAt = async () => (await account.inTenant((tx) => modelsOf(tx).peopleGrouping.findFirstOrThrow())).dueAt;
  expect(await dueAt()).toEqual(day(1.5));
  await land(0.6, [...ANNS, "backup", "mailer"]);
  expect(await dueAt()).toEqual(day(1.5));
  await land(0.7, [...ANNS, "backup"]);
  expect(await dueAt()).toEqual(new Date(day(0.7).getTime() + 600_000));
  const before = await all({ minUsers: 2 });
  await group(0.8);
  expect((await all()).map(({ name }) => name)).not.toContain("mailer");
  expect(await all({ minUsers: 2 })).toEqual(before);
});

it("what a member ruled is seen at once, and outweighs the evidence when they are grouped again", async () => {
  const ids = async (...names: string[]) => {
    const people = await all();
    return names.map((name) => people.find((person) => person.name === name)!.id);
  };
  const merged = await mergePeople(account.ctx, { ids: await ids("backup", "mailer") });
  expect(merged).toMatchObject({ users: 2, confidence: "high", reasons: ["A member merged them."] });
  const [ann] = await all({ q: "ann" });
  const { migrations } = await getPerson(account.ctx, { id: ann!.id });
  const [leaving, staying] = [migrations[0]!.userId, migrations[1]!.userId];
  const { people } = await splitPerson(account.ctx, { id: ann!.id, userIds: [leaving] });
  expect(people.map(({ name, iamUsers }) => [name, iamUsers[0]?.userName])).toEqual(
    [staying, leaving].map((userId) => {
      const { userName } = migrations.find((migration) => migration.userId === userId)!;
      return [userName, userName];
    }),
  );
  expect(people.map((person) => person.migrations.map(({ userId }) => userId))).toEqual([[staying], [leaving]]);
  await group(2);
  expect(await usersOf(merged.id)).toEqual(["backup", "mailer"]);
  expect((await all({ q: "ann" })).map(({ users }) => users)).toEqual([1, 1]);
});

it("software of one name that is used alike is one workload", { timeout: 60_000 }, async () => {
  const uses = (name: string, days: number, service: string) => {
    const lastUse = usedAt(day(days - 0.1), service, "eu-west-1");
    return keyUser(name, day(days), { accessKeys: readAs([keyOf(name, { lastUse })]) });
  };
  for (let days = 1; days < 20; days++) {
    const users = [uses("sync-prod", days, "s3"), uses("sync-dev", days, "s3"), uses("sync-qa", days, "ec2")];
    await account.land(withReportOf(day(days), accountOf(users)), day(days));
  }
  await group(20);
  expect((await all({ minUsers: 2 })).map(({ users, reasons }) => [users, reasons])).toEqual([
    [2, ["Both are called sync, and use the same services in the same rhythm."]],
  ]);
});

it("only users of a person can leave it, and not all of them", async () => {
  const [ann] = await all({ minUsers: 2 });
  const { migrations } = await getPerson(account.ctx, { id: ann!.id });
  const split = (userIds: string[]) => splitPerson(account.ctx, { id: ann!.id, userIds });
  await expect(split([account.deps.newId()])).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(split(migrations.map(({ userId }) => userId))).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(mergePeople(account.ctx, { ids: [ann!.id, account.deps.newId()] })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

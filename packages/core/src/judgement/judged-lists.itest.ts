import { modelsOf, ownerSql } from "@rolecall/db/testing";
import type { TrustGrade } from "@rolecall/domain";
import { expect, it } from "vitest";
import { listRoles, listUsers } from "../inventory/inventory.ts";
import { policyOf, readingOf, roleOf, UNREAD } from "../scans/landing/facts-fixture.ts";
import { accountOf, day, judgedAccount, keyUser } from "./judged-account-fixture.ts";

const trusting = (principal: object | string) => ({
  state: "parsed" as const,
  document: { Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }] },
});
const OPEN = roleOf("changing", { trustPolicy: trusting("*") });
const CLOSED = roleOf("changing", { trustPolicy: trusting({ Service: "ec2.amazonaws.com" }) });
const UNREADABLE = roleOf("unread", { trustPolicy: UNREAD });
const WEAK = roleOf("vendor", { trustPolicy: trusting({ AWS: "arn:aws:iam::111122223333:root" }) });

async function judgedTwice() {
  const account = await judgedAccount();
  await account.land(accountOf([], { roles: [OPEN, UNREADABLE, WEAK] }), day(1));
  await account.land(accountOf([], { roles: [CLOSED, UNREADABLE, WEAK] }), day(3));
  account.clock.now = day(4);
  const graded = async (input: { asOf?: Date; grade?: TrustGrade } = {}) => {
    const { items } = await listRoles(account.ctx, { limit: 50, sort: "roleName", ...input });
    return items.map(({ roleName, trust }) => `${roleName} ${trust.grade}`);
  };
  return { account, graded };
}

it("roles are listed with the grades of now, or of then by their findings of then", async () => {
  const { graded } = await judgedTwice();
  expect(await graded()).toEqual(["changing ok", "unread unknown", "vendor weak"]);
  expect(await graded({ asOf: day(2) })).toEqual(["changing critical", "unread unknown", "vendor weak"]);
});

it("roles are found by their grade, now and then", async () => {
  const { graded } = await judgedTwice();
  const grades: TrustGrade[] = ["critical", "weak", "ok", "unknown"];
  const found = async (asOf?: Date) => Promise.all(grades.map((grade) => graded({ grade, ...(asOf ? { asOf } : {}) })));
  expect(await found()).toEqual([[], ["vendor weak"], ["changing ok"], ["unread unknown"]]);
  expect(await found(day(2))).toEqual([["changing critical"], ["vendor weak"], [], ["unread unknown"]]);
});

it("before its account was judged a role of then has no grade that is known", async () => {
  const { account, graded } = await judgedTwice();
  // As of an inventory that is older than the first judgement.
  await ownerSql("DELETE FROM judgement WHERE tenant_id = $1 AND judged_at < $2", [account.tenantId, day(2)]);
  expect(await graded({ asOf: day(2), grade: "unknown" })).toHaveLength(3);
});

it("what users might do is told of then by the policies of then", async () => {
  const account = await judgedAccount();
  const arn = "arn:aws:iam::200000000002:policy/deploy";
  const allowing = (action: string) =>
    policyOf("deploy", {
      arn,
      document: { state: "parsed", document: { Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] } },
    });
  const user = (asOf: Date) => keyUser("anna", asOf, { groupNames: [], attachedPolicyArns: [arn] });
  await account.land(accountOf([user(day(1))], { policies: [allowing("*")] }), day(1));
  await account.land(accountOf([user(day(3))], { policies: [allowing("s3:GetObject")] }), day(3));
  const power = async (asOf?: Date) =>
    (await listUsers(account.ctx, { limit: 50, sort: "userName", ...(asOf ? { asOf } : {}) })).items.map(
      (one) => one.power,
    );
  expect(await power(day(2))).toEqual(["admin"]);
  expect(await power()).toEqual(["read"]);
  expect(await power(day(3))).toEqual(["read"]);
});

it("an account with a credential of every kind, scanned again unchanged, is noted as judged and nothing else", async () => {
  const account = await judgedAccount();
  await account.land(readingOf(), day(-1));
  const rows = () =>
    account.inTenant(async (tx) => ({
      findings: await modelsOf(tx).finding.findMany({ orderBy: { id: "asc" } }),
      periods: await modelsOf(tx).findingPeriod.findMany({ orderBy: [{ findingId: "asc" }, { openedAt: "asc" }] }),
      limits: await modelsOf(tx).credentialLimit.findMany({ orderBy: { credentialId: "asc" } }),
      contexts: await modelsOf(tx).judgementContext.findMany(),
    }));
  const before = await rows();
  expect(before.findings.length).toBeGreaterThan(3);
  await account.land(readingOf(), day(-0.9));
  expect(await rows()).toEqual(before);
  expect(await account.judgements()).toHaveLength(2);
});

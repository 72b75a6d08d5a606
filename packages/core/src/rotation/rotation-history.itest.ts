import { credentialRow, insertRows, makeAccount, type Row, scanRow, userRow } from "@rolecall/db/testing";
import { AppError } from "@rolecall/domain";
import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "../context.ts";
import { makeTenant, tenantCtx, testDeps } from "../testing/index.ts";
import { getRotationHistory } from "./get-rotation-history.ts";
import { getUsagePattern } from "./get-usage-pattern.ts";

const NOW = new Date("2026-06-15T12:00:00Z");

let ctx: Ctx;
let account: Awaited<ReturnType<typeof makeAccount>>;
let user: Row & { id: string };
beforeEach(async () => {
  const { tenantId } = await makeTenant();
  ctx = tenantCtx(testDeps({ now: () => NOW }), tenantId);
  account = await makeAccount(tenantId, { status: "ok" });
  user = userRow(account, { user_name: "deploy" });
  await insertRows("iam_user", [user]);
});

const day = (on: string) => `${on}T00:00:00.000Z`;
const version = (id: unknown, from: string, to: string | null, change: string, content: Row) => ({
  ...{ tenant_id: account.tenantId, subject: "credential", subject_id: id, account_id: account.accountId },
  ...{
    scan_id: account.accountId,
    content_hash: "hash",
    valid_from: day(from),
    valid_to: to && day(to),
    change,
    content,
  },
});
const usedOn = (id: string, days: string[], firstObserved: (on: string) => string = (on) => on) =>
  insertRows(
    "activity_day",
    days.map((on) => ({
      ...{ tenant_id: account.tenantId, subject: "credential", subject_id: id, account_id: account.accountId },
      ...{ service: "s3", region: "", source: "last_used", day: on, last_at: day(on) },
      first_observed_at: day(firstObserved(on)),
    })),
  );

/** An old key of January and a new one of May; the old one deactivated on 20 May and gone on 1 June. */
async function rotate() {
  const made = { user_record_id: user.id, last_use: "at" };
  const old = credentialRow(account, {
    ...made,
    created_at: day("2026-01-01"),
    status: "inactive",
    last_used_at: day("2026-05-10"),
  });
  const key = credentialRow(account, {
    ...made,
    created_at: day("2026-05-01"),
    status: "active",
    last_used_at: day("2026-06-14"),
  });
  Object.assign(old, { first_seen_at: day("2026-01-01"), gone_at: day("2026-06-01") });
  Object.assign(key, { first_seen_at: day("2026-05-01") });
  await insertRows("credential", [old, key]);
  const active = { status: "active", last_use: "at" };
  const inactive = { ...active, status: "inactive" };
  await insertRows("entity_version", [
    version(old.id, "2026-01-01", "2026-05-20", "created", active),
    version(old.id, "2026-05-20", "2026-06-01", "changed", inactive),
    version(old.id, "2026-06-01", null, "removed", inactive),
    version(key.id, "2026-05-01", null, "created", active),
    { ...version(user.id, "2026-01-01", null, "created", user), subject: "user" },
  ]);
  await usedOn(old.id, ["2026-04-20", "2026-05-10"]);
  await usedOn(key.id, ["2026-05-12", "2026-06-14"]);
  return { old, key };
}

describe("the rotations of a user", () => {
  test("are told from versions and samples, also of keys that are gone", async () => {
    const { old, key } = await rotate();
    const { userId, rotations, deadlock } = await getRotationHistory(ctx, { id: user.id });
    expect({ userId, deadlock }).toEqual({ userId: user.id, deadlock: null });
    expect(rotations).toEqual([
      expect.objectContaining({
        oldCredentialId: old.id,
        oldAccessKeyId: old.access_key_id,
        newCredentialId: key.id,
        stage: "complete",
        startedAt: new Date(day("2026-05-01")),
        oldAgeDaysAtStart: 120,
        newUsedSince: new Date(day("2026-05-12")),
        oldDeactivatedAt: new Date(day("2026-05-20")),
        oldDeletedAt: new Date(day("2026-06-01")),
        overlapDays: 19,
        cutOverDays: 19,
      }),
    ]);
  });

  test("are what was known at an instant", async () => {
    const { old } = await rotate();
    const at = (asOf: string) => getRotationHistory(ctx, { id: user.id, asOf: new Date(day(asOf)) });
    expect((await at("2026-04-30")).rotations).toEqual([]);
    const [overlapping] = (await at("2026-05-11")).rotations;
    expect(overlapping).toMatchObject({
      oldCredentialId: old.id,
      oldDeactivatedAt: null,
      newUsedSince: null,
      cutOverDays: null,
    });
    const [deactivated] = (await at("2026-05-21")).rotations;
    expect(deactivated).toMatchObject({ stage: "deactivated", oldDeletedAt: null, cutOverDays: 19 });
  });

  test("of an unknown user, or before it was known, are not found", async () => {
    await rotate();
    await expect(getRotationHistory(ctx, { id: ctx.newId() })).rejects.toThrow(AppError);
    await expect(
      getRotationHistory(ctx, { id: user.id, asOf: new Date("2025-01-01T00:00:00Z") }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

const WEEKLY = [
  "2026-04-06",
  "2026-04-13",
  "2026-04-20",
  "2026-04-27",
  "2026-05-04",
  "2026-05-11",
  "2026-05-18",
  "2026-05-25",
  "2026-06-01",
  "2026-06-08",
];
const REPORT = [{ resource: "credential_report", state: "read" }];

describe("the usage of a credential", () => {
  const weekly = async (more: Row = {}) => {
    const key = credentialRow(account, {
      user_record_id: user.id,
      first_seen_at: day("2026-04-01"),
      last_use: "at",
      last_used_at: day("2026-06-08"),
      ...more,
    });
    await insertRows("credential", [key]);
    await usedOn(key.id, WEEKLY);
    return key;
  };
  const scansOn = (days: string[], more: Row = {}) =>
    insertRows(
      "scan",
      days.map((on) => scanRow(account, { finished_at: `${on}T06:00:00Z`, coverage: REPORT, ...more })),
    );
  const daily = (from: string, to: string) => {
    const days: string[] = [];
    for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
      days.push(new Date(at).toISOString().slice(0, 10));
    return days;
  };

  test("has the rhythm that scans of each day have seen", async () => {
    const key = await weekly();
    await scansOn(daily("2026-03-01", "2026-06-15"));
    expect(await getUsagePattern(ctx, { id: key.id })).toMatchObject({
      rhythm: "weekly",
      daysUsed: WEEKLY.length,
      typicalGapDays: 7,
      observedFrom: "2026-04-01",
    });
    const early = await getUsagePattern(ctx, { id: key.id, asOf: new Date("2026-04-15T12:00:00Z") });
    expect(early.daysUsed).toBe(2);
  });

  test("is observed by scans that read the report, and by those of its user alone", async () => {
    const key = await weekly();
    await scansOn(["2026-04-01"], { coverage: [{ resource: "credential_report", state: "denied" }] });
    await scansOn(["2026-04-02"], { status: "failed" });
    await scansOn(["2026-04-03"], { kind: "recheck", user_record_id: ctx.newId(), coverage: [] });
    expect((await getUsagePattern(ctx, { id: key.id })).observedFrom).not.toBe("2026-04-01");
    await scansOn(["2026-04-04"], { kind: "recheck", user_record_id: user.id, coverage: [] });
    expect((await getUsagePattern(ctx, { id: key.id })).observedFrom).toBe("2026-04-04");
    await scansOn(["2026-04-02"], { status: "partial" });
    expect((await getUsagePattern(ctx, { id: key.id })).observedFrom).toBe("2026-04-02");
  });

  test("of an unknown credential is not found", async () => {
    await expect(getUsagePattern(ctx, { id: ctx.newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

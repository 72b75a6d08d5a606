import { modelsOf } from "@rolecall/db/testing";
import { ListMigrationsInput, type MigrationDetail, type PlanMigrationInput, type UserFact } from "@rolecall/domain";
import { beforeEach, expect, it } from "vitest";
import { accountOf, day, judgedAccount, keyUser, withReportOf } from "../judgement/judged-account-fixture.ts";
import { recomputeJudgements } from "../judgement/recompute.ts";
import { AWS_ACCOUNT_ID, keyOf, policyOf, readAs, roleOf, usedAt } from "../scans/landing/facts-fixture.ts";
import { pdfText } from "./evidence/pdf-text-fixture.ts";
import { getMigrationCertificate, writeMigrationEvidence } from "./evidence/write-evidence.ts";
import { getMigration } from "./get-migration.ts";
import { getArtifacts, getReplacement } from "./get-replacement.ts";
import { getMigrationStanding, listMigrations } from "./list-migrations.ts";
import { getMigrationProgress } from "./migration-progress.ts";
import { getMigrationTimeline } from "./migration-timeline.ts";
import { planMigration, withdrawPlan } from "./plan-migration.ts";

const ROLE_ARN = `arn:aws:iam::${AWS_ACCOUNT_ID}:role/deploy-web`;
const ISSUER = "token.actions.githubusercontent.com";
const DEPLOY = policyOf("deploy", {
  document: { state: "parsed", document: { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] } },
});
const trust = () => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${account.awsAccountId}:oidc-provider/${ISSUER}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${ISSUER}:aud`]: "sts.amazonaws.com",
          [`${ISSUER}:sub`]: "repo:fernhill/web:ref:refs/heads/main",
        },
      },
    },
  ],
});
const roleUsed = (at: Date | null) =>
  roleOf("deploy-web", {
    arn: ROLE_ARN,
    attachedPolicyArns: [DEPLOY.arn],
    trustPolicy: { state: "parsed", document: trust() },
    lastUse: at ? usedAt(at, null, "eu-west-1") : { kind: "never" },
  });

/** The user whose keys a pipeline uses. */
const deploy = (at: Date, keys: UserFact["accessKeys"]): UserFact =>
  keyUser("deploy-web", at, { attachedPolicyArns: [DEPLOY.arn], groupNames: [], accessKeys: keys });
const keyUsed = (at: Date, over: Partial<Parameters<typeof keyOf>[1]> = {}) =>
  readAs([keyOf("deploy-web", { lastUse: usedAt(at, "s3", "eu-west-1"), ...over })]);

let account: Awaited<ReturnType<typeof judgedAccount>>;
let userId: string;

const provider = () => ({
  arn: `arn:aws:iam::${account.awsAccountId}:oidc-provider/${ISSUER}`,
  url: `https://${ISSUER}`,
  clientIds: ["sts.amazonaws.com"],
  thumbprints: [],
  createdAt: day(-30),
  tags: [],
});
const scan = (at: Date, users: UserFact[], role: ReturnType<typeof roleOf> | null = null) =>
  account.land(
    withReportOf(
      at,
      accountOf(users, { policies: [DEPLOY], groups: [], roles: role ? [role] : [], oidcProviders: [provider()] }),
    ),
    at,
  );
const migration = (asOf?: Date): Promise<MigrationDetail> => getMigration(account.ctx, { id: userId, asOf });
const timeline = (asOf?: Date) => getMigrationTimeline(account.ctx, { id: userId, asOf });
const PLAN: Omit<PlanMigrationInput, "userId"> = {
  target: "github_actions_oidc",
  reason: "The repository deploys with it.",
  owner: "platform",
  dueOn: "2027-01-01",
  replacementRoleArn: ROLE_ARN,
  values: { REPOSITORY: "web" },
};
const plan = (at: Date, over: Partial<PlanMigrationInput> = {}) => {
  account.clock.now = at;
  return planMigration(account.ctx, { userId, ...PLAN, ...over });
};

beforeEach(async () => {
  account = await judgedAccount();
  await scan(day(0), [deploy(day(0), keyUsed(day(0)))]);
  const user = await account.inTenant((tx) => modelsOf(tx).iamUser.findFirstOrThrow({ where: { goneAt: null } }));
  userId = user.id;
});

/** The key is used every day, until the role takes over on day 20. */
const TAKEN_OVER = 20;
async function usedDaily(): Promise<void> {
  for (let days = 1; days < TAKEN_OVER; days++) await scan(day(days), [deploy(day(days), keyUsed(day(days - 0.1)))]);
}
const lastUsed = (over: Parameters<typeof keyUsed>[1] = {}) => keyUsed(day(TAKEN_OVER - 1.1), over);
/** The role is used every day from then on, and the key is not. */
async function roleTakesOver(until: number): Promise<void> {
  for (let days = TAKEN_OVER + 1; days <= until; days++)
    await scan(day(days), [deploy(day(days), lastUsed())], roleUsed(day(days - 0.1)));
}

it("moves from its plan to its end by what scans prove, and each stage keeps its proof", {
  timeout: 60_000,
}, async () => {
  const stages: string[] = [];
  const see = async () => stages.push((await migration()).stage);
  await see();
  expect(await getMigrationCertificate(account.ctx, { userId })).toBeNull();
  await usedDaily();
  await plan(day(19.5));
  await see();
  await scan(day(20), [deploy(day(20), lastUsed())], roleUsed(null));
  await see();
  await roleTakesOver(22);
  await see();
  await roleTakesOver(37);
  await see();
  await scan(day(38), [deploy(day(38), lastUsed({ status: "Inactive" }))], roleUsed(day(37)));
  await see();
  // That the plan switched the key off says nothing new of what it was for.
  const switchedOff = await migration();
  expect(switchedOff.proposal?.target).toBe(switchedOff.proposedTarget);
  await scan(day(39), [deploy(day(39), readAs([]))], roleUsed(day(38)));
  await see();
  await scan(day(39.1), [deploy(day(39.1), readAs([]))], roleUsed(day(39)));
  await see();
  await scan(day(40), [], roleUsed(day(39)));
  await see();
  await scan(day(71), [], roleUsed(day(70)));
  await see();
  expect(stages).toEqual([
    ...["identified", "planned", "role_ready", "adopted", "quiet", "deactivated", "deactivated", "deleted"],
    ...["removed", "verified"],
  ]);
  const { evidence, history, waitsFor, nextStep } = await migration();
  expect(new Set(evidence.map(({ stage }) => stage)).size).toBe(8);
  expect(evidence.filter(({ source }) => source !== "plan").every(({ scanId }) => scanId !== null)).toBe(true);
  expect(history.map(({ stage }) => stage)).toEqual([...new Set(stages)]);
  expect({ waitsFor, nextStep }).toEqual({ waitsFor: null, nextStep: "none" });
  expect((await migration(day(30))).stage).toBe("adopted");
  expect(await getMigrationCertificate(account.ctx, { userId })).toMatchObject({
    ...{ outcome: "moved", replacementRoleArn: ROLE_ARN, owner: "platform", userGoneAt: day(40) },
    removed: [{ kind: "access_key", goneAt: day(39) }],
    entry: { sequence: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  const { body } = await writeMigrationEvidence(account.ctx, { userId, format: "pdf" });
  const lines = pdfText(Buffer.from(body, "base64"));
  expect(lines.indexOf("Certificate of removal")).toBeLessThan(lines.findIndex((line) => line.startsWith("Evidence:")));
  expect(lines.join(" ")).toContain("access key AKIA");
  const { points } = await getMigrationProgress(account.ctx, {
    from: "2026-06-01",
    to: "2026-08-20",
    interval: "month",
  });
  expect(points.map(({ stages: of, moved, left }) => [of.verified, moved, left])).toEqual([
    [0, 0, 1],
    [0, 1, 0],
    [1, 1, 0],
  ]);
  expect(await recomputeJudgements(account.ctx, { accountId: account.accountId })).toEqual([]);
});

it("shows the old way and the new one on one axis, and the day from which the key may go", {
  timeout: 60_000,
}, async () => {
  await usedDaily();
  await plan(day(19.5));
  expect((await timeline()).roles).toEqual([]);
  expect((await migration()).safeFrom).toBeNull();
  await roleTakesOver(30);
  const { credentials, roles, stages, from, to } = await timeline();
  const dayText = (days: number) => day(days).toISOString().slice(0, 10);
  expect([credentials.length, roles.length, to]).toEqual([1, 1, dayText(30)]);
  const stateOn = (runs: (typeof roles)[number]["runs"], on: string) =>
    runs.find((run) => run.from <= on && on <= run.to)?.state;
  const [key, role] = [credentials[0]!, roles[0]!];
  expect(key.runs.at(0)?.from).toBe(from);
  expect([10, 25, 30].map((days) => stateOn(key.runs, dayText(days)))).toEqual(["used", "quiet", "unknown"]);
  expect(stateOn(role.runs, dayText(25))).toBe("used");
  expect(stages.map(({ stage }) => stage)).toEqual(["identified", "planned", "role_ready", "adopted"]);
  expect((await migration()).safeFrom?.getTime()).toBeGreaterThan(day(30).getTime());
  await roleTakesOver(37);
  expect((await migration()).stage).toBe("quiet");
  expect((await migration()).safeFrom?.getTime()).toBeLessThanOrEqual(day(37).getTime());
  await scan(day(38), [deploy(day(38), readAs([]))], roleUsed(day(37)));
  expect((await timeline()).credentials).toMatchObject([{ goneOn: dayText(38) }]);
  expect(await migration()).toMatchObject({ safeFrom: null, safeReason: "No credential of the user is active." });
});

it("falls back when the key is used again, and says what it waits for", { timeout: 60_000 }, async () => {
  await usedDaily();
  await plan(day(19.5));
  await roleTakesOver(37);
  expect((await migration()).stage).toBe("quiet");
  await scan(day(38), [deploy(day(38), keyUsed(day(37.9)))], roleUsed(day(37.9)));
  const { stage, waitsFor } = await migration();
  expect(stage).toBe("adopted");
  expect(waitsFor).toContain("has been unused for");
});

it("plans of one instant are judged one after the other, and again as they were", async () => {
  await scan(day(1), [deploy(day(1), keyUsed(day(1))), keyUser("batch", day(1)), keyUser("report", day(1))]);
  account.clock.now = day(1.2);
  const { items } = await listMigrations(account.ctx, ListMigrationsInput.parse({}));
  for (const { userId: id } of items) await planMigration(account.ctx, { userId: id, ...PLAN });
  expect((await getMigrationStanding(account.ctx, {})).stages.planned).toBe(3);
  expect(await recomputeJudgements(account.ctx, { accountId: account.accountId })).toEqual([]);
});

it("does not move by a scan that could not read what would prove it", async () => {
  await plan(day(1));
  const reading = accountOf([deploy(day(2), keyUsed(day(2)))], { policies: [DEPLOY], roles: [] }, ["roles"]);
  await account.land(reading, day(2));
  const { stage, waitsFor } = await migration();
  expect(stage).toBe("planned");
  expect(waitsFor).toContain("roles (denied)");
});

it("a landing in which nothing moves writes nothing of it", async () => {
  const periods = () =>
    account.inTenant((tx) => modelsOf(tx).migrationPeriod.findMany({ orderBy: { validFrom: "asc" } }));
  const before = await periods();
  await scan(day(1), [deploy(day(1), keyUsed(day(1)))]);
  await scan(day(2), [deploy(day(2), keyUsed(day(2)))]);
  expect(await periods()).toEqual(before);
});

it("is listed, counted, and withdrawn; a plan says why it is another target than the proposed one", async () => {
  await expect(plan(day(1), { reason: undefined })).rejects.toMatchObject({ code: "INVALID" });
  await expect(plan(day(1), { dueOn: "2026-01-01" })).rejects.toMatchObject({ code: "INVALID" });
  const planned = await plan(day(1));
  expect(planned).toMatchObject({
    stage: "planned",
    target: "github_actions_oidc",
    owner: "platform",
    nextStep: "make_role",
  });
  const list = (given: object) => listMigrations(account.ctx, ListMigrationsInput.parse(given));
  expect((await list({ stage: "planned", owner: "platform", q: "deploy" })).items).toHaveLength(1);
  expect((await list({ asOf: day(0.5) })).items).toMatchObject([{ stage: "identified" }]);
  expect((await getMigrationStanding(account.ctx, {})).stages.planned).toBe(1);
  const withdrawn = await withdrawPlan(account.ctx, { userId });
  expect(withdrawn).toMatchObject({ stage: "identified", plan: null });
  expect(withdrawn.plans).toHaveLength(1);
  await expect(withdrawPlan(account.ctx, { userId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("tells what takes its place: permissions that cover what was used, existing roles, what breaks, and files to run", async () => {
  await plan(day(1), { replacementRoleArn: undefined });
  const replacement = await getReplacement(account.ctx, { userId });
  expect(replacement).toMatchObject({ roleName: "deploy-web-role", isExisting: false, coversExisting: false });
  expect(JSON.stringify(replacement.permissions.documents)).toContain("s3:");
  expect(replacement.values.find(({ name }) => name === "REPOSITORY")).toMatchObject({ value: "web" });
  expect(replacement.breaks).toHaveLength(14);
  expect(replacement.next?.commands.length).toBeGreaterThan(0);
  for (const format of replacement.artifactFormats) {
    const { files, missing } = await getArtifacts(account.ctx, { userId, format });
    expect(files.map(({ body }) => body).join(), format).toContain(
      format === "client" ? "aws-actions" : "deploy-web-role",
    );
    expect(missing.map(({ name }) => name)).not.toContain("REPOSITORY");
  }
  const given = async () => (await account.inTenant((tx) => modelsOf(tx).evidenceEntry.findMany())).length;
  const before = await given();
  await getArtifacts(account.ctx, { userId, format: "cli" });
  expect(await given()).toBe(before);
  await scan(day(2), [deploy(day(2), keyUsed(day(2)))], roleUsed(null));
  await plan(day(2.1));
  const existing = await getReplacement(account.ctx, { userId });
  expect(existing).toMatchObject({ roleName: "deploy-web", isExisting: true, coversExisting: true });
  expect(existing.fittingRoles.map(({ roleArn }) => roleArn)).toContain(ROLE_ARN);
  await scan(day(3), [], roleUsed(null));
  await expect(getReplacement(account.ctx, { userId })).rejects.toMatchObject({ code: "CONFLICT" });
});

import { modelsOf, ownerSql } from "@rolecall/db/testing";
import { EvidencePack } from "@rolecall/domain";
import { beforeEach, describe, expect, it, test } from "vitest";
import { noteArtifactsGiven, sha256 } from "../../evidence/append-evidence.ts";
import { accountOf, day, judgedAccount, keyUser } from "../../judgement/judged-account-fixture.ts";
import { keyOf, readAs, usedAt } from "../../scans/landing/facts-fixture.ts";
import { createCampaign } from "../campaigns/campaigns.ts";
import { getMigration } from "../get-migration.ts";
import { planMigration, withdrawPlan } from "../plan-migration.ts";
import { attestMigration } from "./attest-migration.ts";
import { pdfText } from "./pdf-text-fixture.ts";
import { getEvidenceHead, readEvidenceHead, verifyEvidence } from "./verify-evidence.ts";
import { writeCampaignEvidence, writeMigrationEvidence } from "./write-evidence.ts";

let account: Awaited<ReturnType<typeof judgedAccount>>;
let userId: string;

const at = <T>(days: number, work: () => Promise<T>): Promise<T> => {
  account.clock.now = day(days);
  return work();
};
const oldKey = (status: "Active" | "Inactive") => readAs([keyOf("backup", { lastUse: usedAt(day(-300)), status })]);
const scan = (days: number, status: "Active" | "Inactive") =>
  account.land(accountOf([keyUser("backup", day(days), { accessKeys: oldKey(status) })]), day(days));
const plan = (over: object = {}) =>
  planMigration(account.ctx, {
    ...{ userId, target: "remove", owner: "Åsa – 東京", dueOn: "2027-01-01", values: {}, ...over },
  });
const kept = () => account.inTenant((tx) => modelsOf(tx).evidenceEntry.findMany({ orderBy: { sequence: "asc" } }));
const FILES = [{ name: "deactivate.sh", body: "aws iam update-access-key" }];

beforeEach(async () => {
  account = await judgedAccount();
  await scan(0, "Active");
  const user = await account.inTenant((tx) => modelsOf(tx).iamUser.findFirstOrThrow({ where: { goneAt: null } }));
  userId = user.id;
});

/** A migration to its deactivation, with all that may come into the chain. */
async function history(): Promise<void> {
  await at(1, () => plan());
  await at(2, () => withdrawPlan(account.ctx, { userId }));
  await at(3, () => plan());
  await at(4, () =>
    account.inTenant((tx) => noteArtifactsGiven(account.ctx, tx, { userId, format: "cli", files: FILES })),
  );
  const statement = "The backup server was switched off on Monday.";
  await at(5, () => attestMigration(account.ctx, { userId, stage: "quiet", statement }));
  await scan(6, "Inactive");
}

describe("the chain", () => {
  it("has what moved, what was decided, attested and given out, in the order in which it happened", async () => {
    expect(await kept()).toEqual([]);
    await history();
    const entries = await kept();
    expect(entries.map(({ kind, content }) => [kind, (content as { stage?: string }).stage])).toEqual([
      ["plan_accepted", undefined],
      ["stage_moved", expect.any(String)],
      ["plan_withdrawn", undefined],
      ["stage_moved", "identified"],
      ["plan_accepted", undefined],
      ["stage_moved", expect.any(String)],
      ["artifacts_given", undefined],
      ["attested", "quiet"],
      ["stage_moved", "deactivated"],
    ]);
    expect(entries[6]?.content).toMatchObject({ files: [{ name: "deactivate.sh", sha256: sha256(FILES[0]!.body) }] });
    expect(entries.at(-1)?.content).toMatchObject({
      evidence: expect.arrayContaining([expect.objectContaining({ stage: "deactivated", source: "inventory" })]),
    });
    expect(await verifyEvidence(account.ctx, await getEvidenceHead(account.ctx))).toMatchObject({
      ...{ entries: 9, problems: [] },
    });
  });

  it("stays one where much happens at once", async () => {
    const statement = "Nothing uses it any more.";
    const attest = () => attestMigration(account.ctx, { userId, stage: "quiet", statement });
    await Promise.all(Array.from({ length: 8 }, attest));
    expect(await verifyEvidence(account.ctx, null)).toMatchObject({ entries: 8, problems: [] });
  });

  it("cannot be changed by what serves the product", async () => {
    await history();
    const changed = account.inTenant((tx) => modelsOf(tx).evidenceEntry.updateMany({ data: { kind: "attested" } }));
    await expect(changed).rejects.toThrow(/permission denied/);
    const deleted = account.inTenant((tx) => modelsOf(tx).evidenceEntry.deleteMany());
    await expect(deleted).rejects.toThrow(/permission denied/);
  });

  test.each([
    [
      "changed",
      `UPDATE evidence_entry SET content = content || '{"by": "Mallory"}' WHERE tenant_id = $1 AND sequence = 1`,
    ],
    ["dated back", "UPDATE evidence_entry SET at = at - interval '1 ms' WHERE tenant_id = $1 AND sequence = 4"],
    ["taken out", "DELETE FROM evidence_entry WHERE tenant_id = $1 AND sequence = 3"],
    ["cut off", "DELETE FROM evidence_entry WHERE tenant_id = $1 AND sequence > 7"],
    ["all gone", "DELETE FROM evidence_entry WHERE tenant_id = $1"],
    [
      "put in each other's place",
      `UPDATE evidence_entry e SET kind = o.kind, content = o.content, at = o.at FROM evidence_entry o
       WHERE e.tenant_id = $1 AND o.tenant_id = $1 AND e.sequence IN (1, 2) AND o.sequence = 3 - e.sequence`,
    ],
  ])("tells what is %s in the database", async (_, statement) => {
    await history();
    const head = await getEvidenceHead(account.ctx);
    await ownerSql(statement, [account.ctx.tenantId]);
    expect((await verifyEvidence(account.ctx, head)).problems).not.toEqual([]);
  });

  it("takes back the head that it gave", async () => {
    await history();
    const head = await getEvidenceHead(account.ctx);
    expect(readEvidenceHead(JSON.stringify(head))).toEqual(head);
    expect(() => readEvidenceHead("{}")).toThrow(expect.objectContaining({ code: "INVALID" }));
  });
});

it("what is attested is shown as attested, and moves nothing", async () => {
  await at(1, () => plan());
  const before = await getMigration(account.ctx, { id: userId });
  const statement = "The vendor wrote that it uses the role.";
  const after = await at(2, () => attestMigration(account.ctx, { userId, stage: "deleted", statement }));
  expect(after.attestations).toEqual([{ stage: "deleted", statement, at: day(2), by: account.ctx.actor.label }]);
  expect([after.stage, after.evidence]).toEqual([before.stage, before.evidence]);
  expect((await getMigration(account.ctx, { id: userId, asOf: day(1.5) })).attestations).toEqual([]);
  await expect(
    attestMigration(account.ctx, { userId: account.deps.newId(), stage: "deleted", statement }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

describe("the evidence of a migration", () => {
  it("is JSON with each stage, its source, time and scan, the decisions and the entries", async () => {
    await history();
    const { fileName, contentType, body } = await writeMigrationEvidence(account.ctx, { userId, format: "json" });
    expect([fileName, contentType]).toEqual([
      expect.stringMatching(/^evidence-backup-in-.*\.json$/),
      "application/json",
    ]);
    const { migrations, head } = EvidencePack.parse(JSON.parse(body));
    const [record] = migrations;
    expect(record?.migration).toMatchObject({ userId, stage: "deactivated" });
    expect(record?.history.map(({ stage }) => stage).at(-1)).toBe("deactivated");
    expect(record?.plans).toHaveLength(2);
    expect(record?.attestations).toHaveLength(1);
    expect(record?.entries).toHaveLength(9);
    const proof = record?.evidence.find(({ stage }) => stage === "deactivated");
    expect(record?.scans.map(({ id }) => id)).toContain(proof?.scanId);
    expect(head).toMatchObject({ sequence: 9, hash: record?.entries.at(-1)?.hash });
  });

  it("is a PDF that says the same", async () => {
    await history();
    const { body, encoding, contentType } = await writeMigrationEvidence(account.ctx, { userId, format: "pdf" });
    expect([encoding, contentType]).toEqual(["base64", "application/pdf"]);
    const pdf = Buffer.from(body, "base64");
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const text = pdfText(pdf).join(" ");
    const { hash } = await getEvidenceHead(account.ctx);
    for (const part of [
      "Evidence: backup in",
      "Stage: deactivated",
      "No credential of the user is active.",
      "Attested, not proved",
      "The backup server was switched off on Monday.",
      "9. Stage moved (deactivated)",
      hash,
      "Page 1 of ",
      // Of what the fonts lack, nothing else is lost.
      "Owner \u00c5sa \u0096 ??",
    ])
      expect(text).toContain(part);
  });
});

it("the evidence of a campaign is that of all its users", async () => {
  const campaign = await createCampaign(account.ctx, { name: "Backups", notes: "By Q3", targetDate: "2026-12-01" });
  await at(1, () => plan({ campaignId: campaign.id }));
  const json = await writeCampaignEvidence(account.ctx, { id: campaign.id, format: "json" });
  expect(EvidencePack.parse(JSON.parse(json.body))).toMatchObject({
    campaign: { name: "Backups", members: 1 },
    migrations: [{ migration: { userId } }],
  });
  const pdf = await writeCampaignEvidence(account.ctx, { id: campaign.id, format: "pdf" });
  const text = pdfText(Buffer.from(pdf.body, "base64")).join(" ");
  expect(text).toContain("Evidence: Campaign Backups");
  expect(text).toContain("By Q3");
});

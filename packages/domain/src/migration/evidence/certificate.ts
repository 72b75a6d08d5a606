import { z } from "zod";
import { AwsAccountId, Instant } from "../../primitives.ts";
import { Migration } from "../migration.ts";
import { StageEvidence } from "../stages/stage.ts";
import { EvidenceHead, type EvidencePack, MigrationEvidence } from "./evidence.ts";

/** That a user is gone for good: what was removed, when, by what evidence. */
export const MigrationCertificate = Migration.pick({
  userId: true,
  userName: true,
  accountName: true,
  target: true,
  owner: true,
}).extend({
  awsAccountId: AwsAccountId,
  outcome: z.enum(["moved", "retired"]).describe("moved: a role took over; retired: nothing had to"),
  replacementRoleArn: z.string().nullable(),
  planned: z.object({ at: Instant, by: z.string() }).nullable().describe("Null: it was removed without a plan"),
  removed: MigrationEvidence.shape.removed,
  userGoneAt: Instant.describe("When a whole scan did not find the user any more"),
  verifiedAt: Instant.describe("From when on no user of its name had been made for 30 days"),
  proofs: z.array(StageEvidence),
  scans: MigrationEvidence.shape.scans,
  entry: z
    .object({ sequence: z.int(), hash: z.string() })
    .nullable()
    .describe("The entry of the chain that tells of the last stage; null: it came before the chain"),
  head: EvidenceHead,
  generatedAt: Instant,
  generatedBy: z.string(),
});
export type MigrationCertificate = z.infer<typeof MigrationCertificate>;

/** What became of the user, in words. */
export const CERTIFICATE_OUTCOMES: Readonly<Record<MigrationCertificate["outcome"], string>> = {
  moved: "The user was replaced by a role and deleted.",
  retired: "The user was deleted without a successor.",
};

/** The certificate of a pack of one migration; null: it is not at its end, or the pack is of more. */
export function certificateOf(pack: EvidencePack): MigrationCertificate | null {
  const [record, ...more] = pack.migrations;
  if (!record || more.length > 0) return null;
  const { migration, evidence, plans, removed, scans, entries } = record;
  const { stage, replacement, userId, userName, accountName, awsAccountId, target, owner } = migration;
  const atOf = (reached: string) => evidence.find((proof) => proof.stage === reached)?.at;
  const [userGoneAt, verifiedAt] = [atOf("removed"), atOf("verified")];
  if ((stage !== "verified" && stage !== "retired") || !userGoneAt || !verifiedAt) return null;
  const [plan] = plans;
  const entry = entries.findLast(({ kind, content }) => kind === "stage_moved" && content.stage === stage);
  return {
    ...{ userId, userName, accountName, awsAccountId, target, owner, removed, userGoneAt, verifiedAt, scans },
    outcome: stage === "retired" ? "retired" : "moved",
    replacementRoleArn: replacement?.roleArn ?? null,
    planned: plan ? { at: plan.acceptedAt, by: plan.acceptedBy } : null,
    proofs: evidence,
    entry: entry ? { sequence: entry.sequence, hash: entry.hash } : null,
    ...{ head: pack.head, generatedAt: pack.generatedAt, generatedBy: pack.generatedBy },
  };
}

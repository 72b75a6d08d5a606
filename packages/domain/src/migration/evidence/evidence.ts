import { z } from "zod";
import { CredentialKind } from "../../inventory/credential.ts";
import { Instant, TypedText } from "../../primitives.ts";
import { Campaign } from "../campaigns/campaign.ts";
import { Migration, MigrationDetail } from "../migration.ts";
import { MOVING_STAGES } from "../stages/stage.ts";

/** What an entry of the chain tells of. */
export const EVIDENCE_KINDS = {
  stage_moved: "Stage moved",
  plan_accepted: "Plan accepted",
  plan_withdrawn: "Plan withdrawn",
  attested: "Attested by a member, not proved",
  artifacts_given: "Artifacts given out",
} as const;
export const EvidenceKind = z.enum(
  Object.keys(EVIDENCE_KINDS) as [keyof typeof EVIDENCE_KINDS, ...(keyof typeof EVIDENCE_KINDS)[]],
);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "Not a SHA-256 in hex");

/** One entry of a tenant's chain. Its hash is that of all the rest of it, and of the hash before it. */
export const EvidenceEntry = z.object({
  sequence: z.int().describe("From 1 on, without a gap"),
  at: Instant,
  kind: EvidenceKind,
  userId: z.uuid(),
  content: z.record(z.string(), z.unknown()).describe("What happened, as it was known then"),
  previousHash: Sha256,
  hash: Sha256,
});
export type EvidenceEntry = z.infer<typeof EvidenceEntry>;
/** An entry before it takes its place in the chain. */
export type NewEvidence = Pick<EvidenceEntry, "at" | "kind" | "userId" | "content">;

/** The last entry at a moment. Who keeps it elsewhere can prove later that nothing before it was changed, taken out or cut off. */
export const EvidenceHead = z.object({
  tenantId: z.uuid(),
  sequence: z.int().min(0).describe("Of the last entry; 0: there is none"),
  hash: Sha256,
  at: Instant.describe("When it was exported"),
});
export type EvidenceHead = z.infer<typeof EvidenceHead>;

export const AttestMigrationInput = z.object({
  userId: z.uuid(),
  stage: z.enum(MOVING_STAGES).exclude(["identified", "planned"]).describe("What is attested to be reached"),
  statement: TypedText.min(10, "Say what was seen, and where").max(2000),
});
export type AttestMigrationInput = z.infer<typeof AttestMigrationInput>;

export const EvidenceFormat = z.enum(["json", "pdf"]);
export type EvidenceFormat = z.infer<typeof EvidenceFormat>;

const PackScan = z.object({
  id: z.uuid(),
  kind: z.string(),
  status: z.string(),
  finishedAt: Instant.nullable(),
});

/** All that is on record of one migration. */
export const MigrationEvidence = z.object({
  migration: Migration,
  history: MigrationDetail.shape.history,
  evidence: MigrationDetail.shape.evidence,
  plans: MigrationDetail.shape.plans,
  attestations: MigrationDetail.shape.attestations,
  removed: z
    .array(
      z.object({
        kind: CredentialKind,
        name: z.string().nullable().describe("Access key id, or name; null: its type has one of it"),
        createdAt: Instant.nullable(),
        goneAt: Instant.describe("When a scan did not find it any more"),
      }),
    )
    .describe("The long-lived credentials that the user held and that are gone"),
  scans: z.array(PackScan).describe("The scans that the evidence comes from"),
  entries: z.array(EvidenceEntry).describe("Its entries of the chain, in their order"),
});
export type MigrationEvidence = z.infer<typeof MigrationEvidence>;

/** What is handed to an auditor: of one migration, or of all of a campaign. */
export const EvidencePack = z.object({
  title: z.string(),
  generatedAt: Instant,
  generatedBy: z.string(),
  head: EvidenceHead,
  campaign: Campaign.nullable().describe("Null: of one migration"),
  migrations: z.array(MigrationEvidence),
});
export type EvidencePack = z.infer<typeof EvidencePack>;

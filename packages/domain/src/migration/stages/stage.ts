import { z } from "zod";
import type { CredentialKind, CredentialStatus } from "../../inventory/credential.ts";
import type { TrustGrade } from "../../inventory/trust-grade.ts";
import { Instant } from "../../primitives.ts";
import type { MigrationTarget } from "../target/target.ts";

/** The stages that evidence moves a migration through, in their order. */
export const MOVING_STAGES = [
  "identified",
  "planned",
  "role_ready",
  "adopted",
  "quiet",
  "deactivated",
  "deleted",
  "removed",
  "verified",
] as const;
export type MovingStage = (typeof MOVING_STAGES)[number];

/** A moving stage, or an end of another kind: `retired` needed no successor, `excepted` stays by an exception, `blocked` by a reason. */
export const MigrationStage = z.enum([...MOVING_STAGES, "retired", "excepted", "blocked"]);
export type MigrationStage = z.infer<typeof MigrationStage>;

/** A long-lived credential of the user, as far as stages look at it. */
export type StageCredential = {
  kind: CredentialKind;
  /** What it is called in a sentence, such as its access key id. */
  label: string;
  status: CredentialStatus;
  /** Null: never, as far as AWS tells. */
  lastUsedAt: Date | null;
  /** Whether AWS tells of its use. */
  isUseKnown: boolean;
  /** So long it must be quiet, by its rhythm. */
  quietDays: number;
};

/** The role or permission set that takes over. */
export type SuccessorRole = {
  name: string;
  isThere: boolean;
  grade: TrustGrade;
  /** Whether it allows what was used; null: not compared yet. */
  covers: boolean | null;
  lastUsedAt: Date | null;
  /** On how many days, after the plan, a scan saw its last use move on. */
  daysMoved: number;
};

/** What a reading must have been whole for. What was not read proves nothing. */
export type Proving = "users" | "credentials" | "roles";

/** All that a stage stands on, of one user at one instant. */
export type StageFacts = {
  at: Date;
  scanId: string | null;
  /** Until when it is known whether credentials were used: AWS's report is some hours old. */
  usedUntil: Date;
  /** Why each was not read whole by this scan; a kind without an entry was. */
  unread: Partial<Record<Proving, string>>;
  /** What was accepted, else what is proposed. */
  target: MigrationTarget;
  plan: { target: MigrationTarget; acceptedAt: Date } | null;
  successor: SuccessorRole | null;
  /** Since when it has been adopted; null: it is not. */
  adoptedAt: Date | null;
  /** Those that exist. */
  credentials: readonly StageCredential[];
  /** Since when whole readings have found no credential; null: there is one. */
  credentialsAbsentSince: Date | null;
  /** Since when a whole reading has not found the user; null: it exists. */
  userAbsentSince: Date | null;
  /** Another user of its name has been made since. */
  recreatedAt: Date | null;
  /** An exception of a member that stands. */
  exceptedUntil: Date | null;
  block: { reason: string; by: string } | null;
};

/** What proves a stage: what was seen, where, when, and by which scan. */
export const StageEvidence = z.object({
  stage: z.enum(MOVING_STAGES),
  sentence: z.string(),
  source: z.enum(["plan", "inventory", "credential_report", "role_last_used"]),
  at: Instant.describe("As of when it is so"),
  scanId: z.uuid().nullable().describe("The scan that saw it; null: none did"),
});
export type StageEvidence = z.infer<typeof StageEvidence>;

/** Where a migration stands, what proves it, and what it waits for. */
export type JudgedStage = {
  stage: MigrationStage;
  /** What evidence reaches, whatever a member said of it. */
  proved: MovingStage;
  evidence: StageEvidence[];
  /** What the next stage waits for, in one sentence; null: it is at its end. */
  waitsFor: string | null;
};

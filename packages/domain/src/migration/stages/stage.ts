import { z } from "zod";
import type { CredentialKind, CredentialStatus } from "../../inventory/credential.ts";
import type { TrustGrade } from "../../inventory/trust-grade.ts";
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
export type Replacement = {
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
  /** Why each was not read whole by this scan; a kind without an entry was. */
  unread: Partial<Record<Proving, string>>;
  plan: { target: MigrationTarget; acceptedAt: Date } | null;
  replacement: Replacement | null;
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
export type StageEvidence = {
  stage: MovingStage;
  sentence: string;
  source: "plan" | "inventory" | "credential_report" | "role_last_used";
  at: Date;
  scanId: string | null;
};

/** Where a migration stands, what proves it, and what it waits for. */
export type JudgedStage = {
  stage: MigrationStage;
  evidence: StageEvidence[];
  /** What the next stage waits for, in one sentence; null: it is at its end. */
  waitsFor: string | null;
};

import { z } from "zod";
import { AsOf } from "../inventory/credential.ts";
import { TrustGrade } from "../inventory/trust-grade.ts";
import { OwnerAssignment, OwnerSource } from "../judgement/owner-rule.ts";
import { AwsAccountId, Day, Instant, PageInput, TypedText } from "../primitives.ts";
import { NextStep } from "./stages/next-step.ts";
import { MigrationStage, MOVING_STAGES, StageEvidence } from "./stages/stage.ts";
import { SIGNAL_SOURCES, WEIGHTS } from "./target/signals.ts";
import { Confidence, MigrationTarget } from "./target/target.ts";

/** Where the migration of a user stood for a while. It is kept from when to when; another one follows as soon as anything of it changes. */
export const MigrationPeriod = z.object({
  userId: z.uuid(),
  userName: z.string(),
  stage: MigrationStage,
  provedStage: z.enum(MOVING_STAGES),
  stageSince: z.date(),
  target: MigrationTarget,
  proposedTarget: MigrationTarget,
  confidence: Confidence,
  owner: z.string().nullable(),
  dueOn: Day.nullable(),
  campaignId: z.uuid().nullable(),
  replacementRoleArn: z.string().nullable(),
  blockedReason: z.string().nullable(),
  adoptedAt: z.date().nullable(),
  credentialsAbsentSince: z.date().nullable(),
  userAbsentSince: z.date().nullable(),
  evidence: z.array(StageEvidence),
});
export type MigrationPeriod = z.infer<typeof MigrationPeriod>;

/** What a member decided about a user, until it is withdrawn or another decision takes its place. */
export const MigrationPlan = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  target: MigrationTarget,
  reason: z.string().nullable().describe("Why this target, where another one was proposed"),
  owner: z.string(),
  dueOn: Day,
  replacementRoleArn: z.string().nullable(),
  values: z.record(z.string(), z.string()).describe("What only the owner knows, such as the repository"),
  blockedReason: z.string().nullable().describe("Why it cannot go on; null: it can"),
  proposedTarget: MigrationTarget.describe("What was proposed when it was decided"),
  proposedConfidence: Confidence,
  acceptedAt: Instant,
  acceptedBy: z.string(),
});
export type MigrationPlan = z.infer<typeof MigrationPlan>;

export const Migration = z.object({
  userId: z.uuid().describe("The record of the user"),
  userName: z.string(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  target: MigrationTarget.describe("What was accepted, else what is proposed"),
  proposedTarget: MigrationTarget,
  confidence: Confidence.describe("How well the evidence bears what is proposed"),
  stage: MigrationStage,
  stageSince: Instant,
  owner: z.string().nullable(),
  dueOn: Day.nullable(),
  campaignId: z.uuid().nullable(),
  blockedReason: z.string().nullable(),
  replacement: z.object({ roleArn: z.string() }).nullable(),
  nextStep: NextStep,
});
export type Migration = z.infer<typeof Migration>;

const RoleArn = z
  .string()
  .max(2048)
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "Not the ARN of a role");

export const PlanMigrationInput = z.object({
  userId: z.uuid(),
  target: MigrationTarget.exclude(["ask_owner", "split"]),
  reason: TypedText.max(2000).min(1).optional().describe("Why this target; required where another one was proposed"),
  owner: TypedText.min(1).max(256),
  dueOn: Day,
  campaignId: z.uuid().optional().describe("The campaign that the user joins; absent: it stays in the one it is in"),
  replacementRoleArn: RoleArn.optional().describe("The role that takes over, once it is known"),
  values: z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,40}$/), TypedText.min(1).max(1224)).default({}),
  blockedReason: TypedText.min(1).max(2000).optional(),
});
export type PlanMigrationInput = z.infer<typeof PlanMigrationInput>;

export const ListMigrationsInput = PageInput.extend({
  stage: MigrationStage.optional(),
  target: MigrationTarget.optional(),
  confidence: Confidence.optional(),
  owner: TypedText.max(256).optional().describe("Empty: nobody is named"),
  campaignId: z.uuid().optional(),
  awsAccountId: AwsAccountId.optional(),
  q: TypedText.max(200).optional().describe("Part of a user name"),
  asOf: AsOf,
  sort: z
    .enum(["next", "userName", "-userName", "stageSince", "-stageSince", "dueOn", "-dueOn"])
    .default("userName")
    .describe("next: what is to be done next comes first"),
});
export type ListMigrationsInput = z.infer<typeof ListMigrationsInput>;

const Signal = z.object({
  target: MigrationTarget,
  weight: z.enum(WEIGHTS),
  source: z.enum(SIGNAL_SOURCES),
  sentence: z.string(),
  at: Instant.nullable().describe("When it was seen last; null: it stands as it is"),
});

export const MigrationDetail = Migration.extend({
  proposal: z
    .object({
      target: MigrationTarget,
      confidence: Confidence,
      signals: z.array(Signal).describe("What speaks for it, the weightiest first"),
      against: z.array(Signal).describe("What speaks for something else"),
      question: z.string().nullable().describe("What the owner can decide; null: the evidence does"),
      halves: z.object({ person: MigrationTarget, software: MigrationTarget }).nullable(),
    })
    .nullable()
    .describe("Null: the user is gone"),
  ownerSource: OwnerSource.nullable().describe("Where the owner comes from; null: the user is gone"),
  ownerAssignments: z.array(OwnerAssignment).describe("What was assigned by hand, the newest first"),
  plan: MigrationPlan.nullable(),
  contradiction: z
    .object({ proposedThen: MigrationTarget, proposedNow: MigrationTarget })
    .nullable()
    .describe("Evidence since the plan that speaks for another target; null: there is none"),
  plans: z
    .array(MigrationPlan.extend({ endedAt: Instant.nullable() }))
    .describe("All that was decided, the newest first"),
  evidence: z.array(StageEvidence).describe("What proves the stages so far"),
  attestations: z
    .array(
      z.object({
        stage: z.enum(MOVING_STAGES),
        statement: z.string(),
        at: Instant,
        by: z.string(),
      }),
    )
    .describe("What members attest, the oldest first. It is no proof and moves no stage"),
  safeFrom: Instant.nullable().describe("From when its credentials may be deactivated; null: no day can be named"),
  safeReason: z.string().describe("Why from then, or why there is no such day"),
  waitsFor: z.string().nullable().describe("What the next stage waits for; null: it is at its end"),
  history: z
    .array(
      z.object({
        stage: MigrationStage,
        target: MigrationTarget,
        from: Instant,
        to: Instant.nullable(),
        scanId: z.uuid().nullable(),
      }),
    )
    .describe("The stages so far, the oldest first"),
  successor: z
    .object({
      name: z.string(),
      isThere: z.boolean(),
      grade: TrustGrade,
      covers: z.boolean().nullable().describe("Whether it allows what was used; null: not compared"),
      lastUsedAt: Instant.nullable(),
      daysMoved: z.int(),
    })
    .nullable()
    .describe("The role that takes over; null: none is named"),
});
export type MigrationDetail = z.infer<typeof MigrationDetail>;

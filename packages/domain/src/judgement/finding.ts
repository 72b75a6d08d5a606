import { z } from "zod";
import { AsOf } from "../inventory/credential.ts";
import { TrustGrade } from "../inventory/trust-grade.ts";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";
import { Benchmark, CheckId, ControlRef, FindingSubject, Severity } from "./check.ts";

/** `excepted`: it fails, and somebody answers for that until a day. */
export const FindingStatus = z.enum(["open", "excepted", "resolved"]);
export type FindingStatus = z.infer<typeof FindingStatus>;

/** One fact that a verdict stands on. Where it was read and when is told beside it on reading, as it moves with every scan. */
export const Fact = z.object({ field: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) });
export type Fact = z.infer<typeof Fact>;

/** A fact with its source. */
export const SourcedFact = Fact.extend({
  source: z
    .enum(["live_api", "credential_report", "last_accessed", "upload", "rotation_policy", "organization"])
    .describe("rotation_policy: it follows from the limits that are set here, as they were applied last"),
  observedAt: Instant.nullable(),
});
export type SourcedFact = z.infer<typeof SourcedFact>;

/** Fields of a subject that were read together, with what told them and when. */
export const FieldSource = SourcedFact.pick({ source: true, observedAt: true }).extend({
  fields: z.array(z.string()).readonly(),
});
export type FieldSource = z.infer<typeof FieldSource>;

/** What proves that a finding is over. */
export const ResolutionKind = z.enum(["deleted", "deactivated", "corrected", "policy_changed", "account_disconnected"]);
export const Resolution = z.object({
  kind: ResolutionKind,
  sentence: z.string(),
  scanId: z.uuid().nullable().describe("The scan that saw it; null: no scan, but a change here"),
});
export type Resolution = z.infer<typeof Resolution>;

/** What an exception hangs on: it is void the moment it does not stand any more. */
export const ExceptionCondition = z.discriminatedUnion("kind", [
  z.object({
    kind: z
      .literal("source_ip")
      .describe("A policy of the user denies or allows by aws:SourceIp with these ranges and no others"),
    cidrs: z
      .array(z.union([z.cidrv4(), z.cidrv6()]))
      .min(1)
      .max(50),
  }),
  z.object({ kind: z.literal("permissions_boundary"), policyArn: TypedText.max(2048) }),
  z.object({ kind: z.literal("hardware_mfa").describe("The user has a hardware or FIDO device") }),
  z.object({ kind: z.literal("no_console_password") }),
]);
export type ExceptionCondition = z.infer<typeof ExceptionCondition>;

export const ExceptionState = z.enum(["active", "expiring", "expired", "void", "revoked"]);
export type ExceptionState = z.infer<typeof ExceptionState>;

/** Somebody answers for a finding until a day. */
export const FindingException = z.object({
  id: z.uuid(),
  findingId: z.uuid().nullable().describe("The finding that it is for; null: the check was never found to fail there"),
  checkId: CheckId,
  subject: FindingSubject,
  subjectId: z.uuid(),
  resourceName: z.string(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  owner: z.string().describe("Who answers for it"),
  reason: z.string(),
  approver: z.string().describe("Who allowed it"),
  condition: ExceptionCondition.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant,
  endedAt: Instant.nullable().describe("When it was revoked or became void"),
  endReason: z.string().nullable(),
  state: ExceptionState.describe("expiring: ends within 14 days"),
});
export type FindingException = z.infer<typeof FindingException>;

export const CreateExceptionInput = z.object({
  checkId: CheckId,
  subject: FindingSubject,
  subjectId: z.uuid(),
  owner: TypedText.min(1).max(200),
  reason: TypedText.min(10, "Say in a sentence why this may stay as it is").max(2000),
  approver: TypedText.min(1).max(200),
  expiresAt: Instant.describe("At most two years ahead"),
  condition: ExceptionCondition.nullable().default(null),
});
export type CreateExceptionInput = z.infer<typeof CreateExceptionInput>;

/** Exceptions, newest first. */
export const ListExceptionsInput = PageInput.extend({
  state: ExceptionState.optional(),
  awsAccountId: AwsAccountId.optional(),
  subjectId: z.uuid().optional(),
});
export type ListExceptionsInput = z.infer<typeof ListExceptionsInput>;

/** One failed check of one resource: the same one as long as both exist, however often it is resolved and opened again. */
export const Finding = z.object({
  id: z.uuid(),
  checkId: CheckId,
  title: z.string(),
  subject: FindingSubject,
  subjectId: z.uuid(),
  resourceName: z.string(),
  userRecordId: z.uuid().nullable().describe("The user that it belongs to, where there is one"),
  userName: z.string().nullable().describe("The name of that user, as it was read last"),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  owner: z.string().nullable(),
  status: FindingStatus,
  isProvisional: z
    .boolean()
    .describe("Told by a credential report alone, which may be 4 hours behind; the next reading decides"),
  severity: Severity,
  judgedSeverity: Severity.describe("What the rule says; severity is the override where there is one"),
  grade: TrustGrade.nullable().describe("Of trust policies"),
  sentence: z.string(),
  fix: z.string(),
  facts: z.array(Fact),
  controls: z.array(ControlRef),
  firstOpenedAt: Instant,
  openedAt: Instant.describe("When it was opened last"),
  timesOpened: z.number().int(),
  resolvedAt: Instant.nullable(),
  resolution: Resolution.nullable(),
  assignee: z.string().nullable(),
  note: z.string().nullable(),
  severityOverride: Severity.nullable(),
  exception: FindingException.nullable().describe("The newest one, also one that has ended"),
});
export type Finding = z.infer<typeof Finding>;

/** One stretch of time in which a finding was open and said the same. */
export const FindingPeriod = z.object({
  openedAt: Instant,
  openedScanId: z.uuid().nullable(),
  severity: Severity,
  sentence: z.string(),
  facts: z.array(Fact),
  resolvedAt: Instant.nullable(),
  resolution: Resolution.nullable(),
});
export type FindingPeriod = z.infer<typeof FindingPeriod>;

/** A finding with where its facts come from, and its course. */
export const FindingDetail = Finding.extend({
  sourcedFacts: z.array(SourcedFact),
  judgedAt: Instant.nullable().describe("When its account was last judged"),
  periods: z.array(FindingPeriod).describe("Newest first, 200 at most"),
});
export type FindingDetail = z.infer<typeof FindingDetail>;

export const ListFindingsInput = PageInput.extend({
  awsAccountId: AwsAccountId.optional(),
  q: TypedText.max(200).optional().describe("Part of a resource's or user's name"),
  checkId: CheckId.optional(),
  benchmark: Benchmark.optional().describe("Only of checks that answer a control of it"),
  subject: FindingSubject.optional(),
  subjectId: z.uuid().optional(),
  userRecordId: z.uuid().optional(),
  severity: Severity.optional(),
  status: FindingStatus.optional().describe("Without it: open and excepted"),
  provisional: z.stringbool().optional().describe("Only of this isProvisional"),
  assignee: TypedText.max(200).optional(),
  owner: TypedText.max(200).optional(),
  openedFrom: Instant.optional().describe("Opened last at this instant or later"),
  asOf: AsOf.describe(
    "The findings as they were at this instant. Assignee, note, severityOverride, owner, names and isProvisional are those of now",
  ),
  sort: z
    .enum(["severity", "-severity", "openedAt", "-openedAt", "resourceName", "-resourceName"])
    .default("severity")
    .describe("severity: the gravest first, of these what has been open longest"),
});
export type ListFindingsInput = z.infer<typeof ListFindingsInput>;

/** Null takes a value away; what is absent stays. */
export const UpdateFindingInput = z.object({
  id: z.uuid(),
  assignee: TypedText.min(1).max(200).nullable().optional(),
  note: TypedText.min(1).max(5000).nullable().optional(),
  severityOverride: Severity.nullable().optional(),
});
export type UpdateFindingInput = z.infer<typeof UpdateFindingInput>;

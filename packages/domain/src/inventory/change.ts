import { z } from "zod";
import { AwsAccountId, Instant, PageInput } from "../primitives.ts";

/** What the history is kept of. */
export const Subject = z.enum([
  "user",
  "credential",
  "role",
  "policy",
  "group",
  "instance_profile",
  "identity_provider",
  "permission_set",
  "roles_anywhere",
  "account",
]);
export type Subject = z.infer<typeof Subject>;

/** Kinds of version. `learned`: nothing changed in AWS, but something could be read that was unknown before. */
export const VersionChange = z.enum(["created", "changed", "removed", "learned"]);
export type VersionChange = z.infer<typeof VersionChange>;

/** `first_seen`: found by an account's first inventory, so nobody knows when it appeared. */
export const ChangeKind = z.enum(["appeared", "changed", "vanished", "rotated", "first_seen"]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** One field that changed: what it was and is, and what was gained and lost where it is a list. */
export const FieldChange = z.object({
  field: z.string(),
  label: z.string().describe("The field in words"),
  before: z.unknown().nullable(),
  after: z.unknown().nullable(),
  gained: z.array(z.string()),
  lost: z.array(z.string()),
  isPolicy: z.boolean().describe("Before and after are policy documents, worth a diff"),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** Who did it, by CloudTrail. */
export const ChangeActor = z.object({
  actorArn: z.string().nullable(),
  eventName: z.string(),
  at: Instant,
  sourceIpAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type ChangeActor = z.infer<typeof ChangeActor>;

/** One change of one subject, between the scan before and the scan that found it. */
export const Change = z.object({
  id: z.string().describe("Stable: subject, its id and the instant"),
  foundAt: Instant.describe("When the scan that found it began"),
  notBefore: Instant.nullable().describe("The scan before, at which it was not there yet; null: there was none"),
  subject: Subject,
  subjectId: z.uuid(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  name: z.string(),
  change: ChangeKind,
  summary: z.string().describe("The change in one sentence"),
  fields: z.array(FieldChange),
  actor: ChangeActor.nullable().describe("Null: CloudTrail was not read for it"),
  scanId: z.uuid(),
});
export type Change = z.infer<typeof Change>;

export const ListChangesInput = PageInput.extend({
  since: Instant.optional().describe("Changes found at or after this instant"),
  until: Instant.optional().describe("Changes found before this instant"),
  awsAccountId: AwsAccountId.optional(),
  subject: Subject.optional(),
  subjectId: z.uuid().optional(),
  change: ChangeKind.optional(),
  firstSeen: z.stringbool().default(false).describe("Include what accounts' first inventories found"),
});
export type ListChangesInput = z.infer<typeof ListChangesInput>;

/** One day's use of a subject, as sampled: AWS tells only the last use, each scan keeps one sample. */
export const ActivityDay = z.object({
  day: z.iso.date(),
  service: z.string().nullable(),
  region: z.string().nullable(),
  lastAt: Instant,
  source: z.enum(["last_used", "service_last_accessed", "roles_anywhere"]),
});
export type ActivityDay = z.infer<typeof ActivityDay>;

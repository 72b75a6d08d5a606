import { z } from "zod";
import { AwsAccountId, Day, Instant, PageInput, TypedText } from "../../primitives.ts";
import { Migration } from "../migration.ts";
import { StageCounts } from "../progress/progress.ts";
import { NextStep } from "../stages/next-step.ts";

/** Migrations that belong together: whose they are, by when they shall be done, and how far they have come. */
export const Campaign = z.object({
  id: z.uuid(),
  name: z.string(),
  notes: z.string(),
  targetDate: Day.nullable().describe("By when all shall be done; null: no day was set"),
  createdAt: Instant,
  createdBy: z.string(),
  endedAt: Instant.nullable().describe("Null: it goes on"),
  members: z.int().describe("Users in it"),
  overdue: z
    .int()
    .describe("Users not at their end whose day has passed: that of the plan, else of the wave, else of the campaign"),
  stages: StageCounts.describe("How many of its users stand at each stage"),
});
export type Campaign = z.infer<typeof Campaign>;

const CampaignName = TypedText.min(1, "Name the campaign").max(100);
const CampaignNotes = TypedText.max(10_000);

export const CreateCampaignInput = z.object({
  name: CampaignName,
  notes: CampaignNotes.default(""),
  targetDate: Day.optional(),
});
export type CreateCampaignInput = z.infer<typeof CreateCampaignInput>;

export const UpdateCampaignInput = z.object({
  id: z.uuid(),
  name: CampaignName.optional(),
  notes: CampaignNotes.optional(),
  targetDate: Day.nullable().optional().describe("Null takes it away"),
});
export type UpdateCampaignInput = z.infer<typeof UpdateCampaignInput>;

export const ListCampaignsInput = PageInput.extend({
  state: z.enum(["open", "ended"]).optional(),
  sort: z.enum(["name", "-name", "createdAt", "-createdAt", "targetDate", "-targetDate"]).default("name"),
});
export type ListCampaignsInput = z.infer<typeof ListCampaignsInput>;

/** A part of a campaign that is done together. */
export const Wave = z.int().min(1).max(99);

/** How far a wave of a campaign has come. */
export const CampaignWave = Campaign.pick({ members: true, overdue: true, stages: true }).extend({
  wave: Wave.nullable().describe("Null: those in no wave"),
  firstDueOn: Day.nullable().describe("The first day that one of its users has; null: none has one"),
  lastDueOn: Day.nullable(),
});
export type CampaignWave = z.infer<typeof CampaignWave>;

/** A user in a campaign. */
export const CampaignMember = Migration.pick({
  userId: true,
  userName: true,
  awsAccountId: true,
  accountName: true,
  target: true,
  confidence: true,
  stage: true,
  owner: true,
  blockedReason: true,
}).extend({
  nextStep: NextStep,
  wave: Wave.nullable().describe("Null: no wave was chosen"),
  dueOn: Day.nullable().describe("By when its wave shall be done; its plan has a day of its own"),
  planDueOn: Day.nullable().describe("The day of its plan; null: it is not planned"),
  since: Instant.describe("Since when it stands in this campaign and wave"),
  setBy: z.string(),
});
export type CampaignMember = z.infer<typeof CampaignMember>;

/** The most users that one request names. */
const MOST_USERS = 5000;
const UserIds = z
  .array(z.uuid())
  .max(MOST_USERS)
  .refine((ids) => new Set(ids).size === ids.length, "A user is named twice");

export const ListCampaignMembersInput = PageInput.extend({
  id: z.uuid(),
  wave: z
    .union([z.literal("none"), z.coerce.number().pipe(Wave)])
    .optional()
    .describe("none: those in no wave"),
  sort: z.enum(["userName", "-userName", "wave", "-wave", "dueOn", "-dueOn"]).default("userName"),
});
export type ListCampaignMembersInput = z.infer<typeof ListCampaignMembersInput>;

export const SetCampaignMembersInput = z.object({
  id: z.uuid(),
  userIds: UserIds.describe("All users of the campaign: whoever is not named leaves it. Who stays keeps wave and day"),
});
export type SetCampaignMembersInput = z.infer<typeof SetCampaignMembersInput>;

export const PlaceCampaignMembersInput = z.object({
  id: z.uuid(),
  userIds: UserIds.min(1).describe("Users of the campaign"),
  wave: Wave.nullable().optional().describe("Null takes them out of their wave; absent: as it was"),
  dueOn: Day.nullable().optional().describe("By when they shall be done; null takes it away; absent: as it was"),
});
export type PlaceCampaignMembersInput = z.infer<typeof PlaceCampaignMembersInput>;

export const AddCampaignMembersInput = z.object({
  id: z.uuid(),
  userIds: UserIds.min(1).describe(
    "Users who join; whoever is not named stays, and who is in it already keeps its wave and day",
  ),
});
export type AddCampaignMembersInput = z.infer<typeof AddCampaignMembersInput>;

export const RemoveCampaignMembersInput = z.object({
  id: z.uuid(),
  userIds: UserIds.min(1).describe("Users who leave; who is not in the campaign is passed over"),
});
export type RemoveCampaignMembersInput = z.infer<typeof RemoveCampaignMembersInput>;

/** What somebody said of a campaign. */
export const CampaignComment = z.object({ id: z.uuid(), at: Instant, author: z.string(), text: z.string() });
export type CampaignComment = z.infer<typeof CampaignComment>;

export const AddCampaignCommentInput = z.object({ id: z.uuid(), text: TypedText.min(1, "Say something").max(5000) });
export type AddCampaignCommentInput = z.infer<typeof AddCampaignCommentInput>;

export const ListCampaignCommentsInput = PageInput.extend({ id: z.uuid() });
export type ListCampaignCommentsInput = z.infer<typeof ListCampaignCommentsInput>;

export const ImportCampaignMembersInput = z.object({
  id: z.uuid(),
  csv: z
    .string()
    .max(1_000_000)
    .describe("With the columns awsAccountId and userName, and if need be wave and dueOn, as the export writes them"),
});
export type ImportCampaignMembersInput = z.infer<typeof ImportCampaignMembersInput>;

const EMPTY_IS_NULL = (value: unknown) => (value === "" ? null : value);

/** A row of such a CSV. */
export const CampaignMemberRow = z.object({
  // Spreadsheets take an account id for a number, and its leading zeros away.
  awsAccountId: z.preprocess((id) => (typeof id === "string" ? id.padStart(12, "0") : id), AwsAccountId),
  userName: z.string().min(1, "No user is named"),
  wave: z.preprocess(EMPTY_IS_NULL, z.coerce.number().pipe(Wave).nullable()).optional(),
  dueOn: z.preprocess(EMPTY_IS_NULL, Day.nullable()).optional(),
});
export type CampaignMemberRow = z.infer<typeof CampaignMemberRow>;

/** What became of each row of a CSV. */
export const CampaignImport = z.object({
  added: z.int().describe("Users that joined the campaign"),
  changed: z.int().describe("Users of the campaign whose wave or day changed"),
  unchanged: z.int(),
  refused: z
    .array(z.object({ line: z.int().describe("Of the file, its head is line 1"), reason: z.string() }))
    .describe("Rows that changed nothing, and why"),
});
export type CampaignImport = z.infer<typeof CampaignImport>;

/** The most users that are planned at once. */
const MOST_PLANS = 200;

export const PlanMigrationsInput = z.object({
  userIds: UserIds.min(1).max(MOST_PLANS),
  owner: TypedText.min(1).max(256).optional().describe("Absent: that of its plan, else each one's own"),
  dueOn: Day.optional().describe("Absent: that of its plan, else the day of each one's wave, else of its campaign"),
  campaignId: z.uuid().optional().describe("The campaign that they join"),
});
export type PlanMigrationsInput = z.infer<typeof PlanMigrationsInput>;

/** What became of each user's plan; one that is refused does not undo the others. */
export const PlannedMigrations = z.object({
  planned: z.int(),
  refused: z.int(),
  results: z.array(
    z.object({
      userId: z.uuid(),
      userName: z.string().nullable().describe("Null: there is no such migration"),
      isPlanned: z.boolean(),
      reason: z.string().nullable().describe("Why it was refused; null: it is planned"),
    }),
  ),
});
export type PlannedMigrations = z.infer<typeof PlannedMigrations>;

/** A file that is written on demand. */
export const WrittenFile = z.object({
  fileName: z.string(),
  contentType: z.string(),
  encoding: z.enum(["utf8", "base64"]).describe("How the body is written here"),
  body: z.string(),
});
export type WrittenFile = z.infer<typeof WrittenFile>;

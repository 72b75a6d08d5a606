import { z } from "zod";
import { CredentialKind } from "../inventory/credential.ts";
import { RotationCounts } from "../judgement/rotation.ts";
import { AwsAccountId, Day, Instant, TypedText } from "../primitives.ts";

/** Bands of access-key age in whole days, youngest first; `maxDays` null means: and older. */
export const KEY_AGE_BANDS = [
  { id: "d0_30", label: "0–30 days", minDays: 0, maxDays: 30 },
  { id: "d31_60", label: "31–60 days", minDays: 31, maxDays: 60 },
  { id: "d61_90", label: "61–90 days", minDays: 61, maxDays: 90 },
  { id: "d91_180", label: "91–180 days", minDays: 91, maxDays: 180 },
  { id: "d181_365", label: "181–365 days", minDays: 181, maxDays: 365 },
  { id: "d366", label: "over a year", minDays: 366, maxDays: null },
] as const;
export const KeyAgeBandId = z.enum(KEY_AGE_BANDS.map((band) => band.id));
export type KeyAgeBandId = z.infer<typeof KeyAgeBandId>;

export const KeyAgeCounts = z.object({
  d0_30: z.number().int(),
  d31_60: z.number().int(),
  d61_90: z.number().int(),
  d91_180: z.number().int(),
  d181_365: z.number().int(),
  d366: z.number().int(),
});
export type KeyAgeCounts = z.infer<typeof KeyAgeCounts>;

/**
 * One day of one account or of the whole tenant. Counts are of active access keys and of users and roles that exist.
 * `accountsCarried` of the accounts were not scanned that day: their last known state is carried forward.
 */
export const DayMetrics = z.object({
  day: Day,
  accounts: z.number().int(),
  accountsCarried: z.number().int().describe("Accounts without a scan that day, counted with their last known state"),
  accountsPartial: z.number().int().describe("Accounts whose scan could not read everything"),
  users: z.number().int(),
  usersWithConsolePassword: z.number().int(),
  usersWithActiveKey: z.number().int(),
  usersKeysUnknown: z.number().int().describe("Users whose access keys could not be read"),
  consoleUsersWithoutMfa: z.number().int(),
  roles: z.number().int().describe("Roles that people or workloads assume: service-linked roles are left out"),
  rolesServiceLinked: z.number().int(),
  rolesUsed90Days: z.number().int().describe("Of roles, those used within 90 days"),
  identityCenterRoles: z.number().int(),
  activeKeys: z.number().int(),
  activeKeysByAge: KeyAgeCounts,
  activeKeysOverdue: z.number().int().describe("Active access keys past their rotation deadline"),
  activeKeysDueSoon: z.number().int(),
  activeKeysUnused: z.number().int().describe("Active access keys not used for 45 days"),
  activeKeysExcepted: z.number().int().describe("Active access keys past a limit that somebody answers for"),
  activeKeysAgeDaysSum: z.number().int(),
});
export type DayMetrics = z.infer<typeof DayMetrics>;

export const Interval = z.enum(["day", "week", "month"]);
export type Interval = z.infer<typeof Interval>;

/** `from` and `to` are inclusive UTC days; by default the 365 days up to today. A week or month is shown by its last day. */
export const SeriesInput = z.object({
  from: Day.optional(),
  to: Day.optional(),
  awsAccountId: AwsAccountId.optional(),
  interval: Interval.default("day"),
});
export type SeriesInput = z.infer<typeof SeriesInput>;

/** Which credentials a series is of: one kind, or all long-lived ones together. */
export const CredentialKinds = z.enum([...CredentialKind.options, "all"]);
export type CredentialKinds = z.infer<typeof CredentialKinds>;

export const RotationSeriesInput = SeriesInput.extend({
  unitId: z.string().max(100).optional().describe("An organisational unit with all below it"),
  owner: TypedText.max(256).optional().describe("Who answers for the keys; empty: nobody is named"),
});
export type RotationSeriesInput = z.infer<typeof RotationSeriesInput>;

export const KeyAgeSeriesInput = SeriesInput.extend({ kind: CredentialKinds.default("access_key") });
export type KeyAgeSeriesInput = z.infer<typeof KeyAgeSeriesInput>;

/** Active long-lived credentials of one kind. */
export const CredentialKindCounts = z.object({
  kind: CredentialKind,
  active: z.number().int(),
  overdue: z.number().int(),
  unused: z.number().int(),
  ageUnknown: z.number().int(),
});
export type CredentialKindCounts = z.infer<typeof CredentialKindCounts>;

/** Active long-lived credentials of some kinds on one day of one account or of the whole tenant. */
export const CredentialDayMetrics = z.object({
  day: Day,
  accounts: z.number().int(),
  accountsCarried: z.number().int().describe("Accounts without a scan that day, counted with their last known state"),
  active: z.number().int(),
  activeByAge: KeyAgeCounts,
  ageUnknown: z.number().int().describe("Active ones whose age is unknown: in no band"),
  overdue: z.number().int(),
  dueSoon: z.number().int(),
  unused: z.number().int(),
  excepted: z.number().int(),
});
export type CredentialDayMetrics = z.infer<typeof CredentialDayMetrics>;

/** The present state in numbers. Percentages are null where there is nothing to divide by: no keys is not 100 %. */
export const Overview = z.object({
  asOf: Instant,
  accounts: z.object({
    total: z.number().int(),
    scanned: z.number().int(),
    partial: z.number().int(),
    failing: z.number().int(),
    neverScanned: z.number().int(),
    pending: z.number().int().describe("Accounts whose first scan goes on, and has shown what it knows so far"),
    pendingUsers: z.number().int().describe("Users of those accounts whose access key ids are still to be read"),
  }),
  /** Null before the first scan has landed: nothing is known, which is not zero. */
  today: DayMetrics.nullable(),
  weekAgo: DayMetrics.nullable(),
  credentials: z
    .array(CredentialKindCounts)
    .optional()
    .describe("Active long-lived credentials by kind; absent before the first scan that counted them"),
  rotation: z.object({
    compliant: z.number().int().describe("Active access keys within their deadline"),
    total: z.number().int().describe("Active access keys whose age is known"),
    percent: z.number().min(0).max(100).nullable().describe("compliant of total; null without keys of known age"),
    unknown: z.number().int().describe("Active access keys whose age is unknown: neither compliant nor overdue"),
    usersUnread: z
      .number()
      .int()
      .describe("Users whose access keys could not be read: theirs are in none of these numbers"),
  }),
});
export type Overview = z.infer<typeof Overview>;

/** Of the kind of credential that was asked for, whatever the names say: they are those of access keys. */
export const KeyAgePoint = DayMetrics.pick({
  day: true,
  accountsCarried: true,
  activeKeys: true,
  activeKeysByAge: true,
  activeKeysOverdue: true,
}).extend({
  ageUnknown: z.number().int().describe("Active ones whose age is unknown: in no band"),
  averageAgeDays: z.number().nullable(),
});
export const RotationPoint = DayMetrics.pick({
  day: true,
  accountsCarried: true,
  activeKeys: true,
  activeKeysOverdue: true,
}).extend({
  compliantPercent: z.number().nullable().describe("Not overdue, of those of known age; null where there are none"),
  states: RotationCounts,
  rotationsStarted: z.number().int().describe("New keys made beside an older one since the point before"),
  rotationsCompleted: z
    .number()
    .int()
    .describe("Old keys deactivated or deleted after a new one was made, since the point before"),
});

export const KeyAgeSeries = z.object({ from: Day, to: Day, interval: Interval, points: z.array(KeyAgePoint) });
export const RotationSeries = z.object({
  from: Day,
  to: Day,
  interval: Interval,
  points: z.array(RotationPoint),
  medianCutOverDays: z.number().int().nullable().describe("Of the rotations completed in the period; null: none was"),
  inNameOnly: z.number().int().describe("Rotations under way today whose old key is still in use"),
  deadlocked: z.number().int().describe("Users today both of whose keys are in use"),
});
export type KeyAgeSeries = z.infer<typeof KeyAgeSeries>;
export type RotationSeries = z.infer<typeof RotationSeries>;

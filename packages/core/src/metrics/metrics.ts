import { accounts, rollUps, scans, type TenantTx } from "@rolecall/db";
import type {
  CredentialDayMetrics,
  CredentialKind,
  CredentialKinds,
  DayMetrics,
  KeyAgeCounts,
  KeyAgeSeries,
  Overview,
  SeriesInput,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { knownDays, knownUntil } from "./replay.ts";
import { dayOf, daysBefore, seriesRange } from "./series-range.ts";

async function series<Point>(ctx: Ctx, input: SeriesInput, toPoint: (day: DayMetrics) => Point) {
  const { from, to } = seriesRange(ctx, input);
  const days = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const known = await knownDays(tx, { from, to }, ctx.now());
    return known && rollUps.readDays(tx, { ...known, interval: input.interval, awsAccountId: input.awsAccountId });
  });
  return { from, to, interval: input.interval, points: (days ?? []).map(toPoint) };
}

/** Active keys whose age is known. Unknown age is neither within a deadline nor past it. */
const keysOfKnownAge = (counts: KeyAgeCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Share as a percentage with one decimal; null if there is nothing to divide by. */
const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10;

const average = (sum: number, count: number): number | null => (count === 0 ? null : Math.round(sum / count));

const toCredentialPoint = ({
  day,
  accountsCarried,
  active,
  activeByAge,
  overdue,
  ageUnknown,
}: CredentialDayMetrics) => ({
  day,
  accountsCarried,
  activeKeys: active,
  activeKeysByAge: activeByAge,
  activeKeysOverdue: overdue,
  ageUnknown,
  averageAgeDays: null,
});

/** The days of credentials of some kinds, each as a point. Their ages are counted by band only: there is no average. */
async function credentialSeries(
  ctx: Ctx,
  input: SeriesInput,
  kinds: CredentialKind[] | undefined,
): Promise<KeyAgeSeries> {
  const { from, to } = seriesRange(ctx, input);
  const { interval, awsAccountId } = input;
  const days = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const known = await knownDays(tx, { from, to }, ctx.now());
    return known && rollUps.readCredentialDays(tx, { ...known, interval, awsAccountId, kinds });
  });
  return { from, to, interval: input.interval, points: (days ?? []).map(toCredentialPoint) };
}

/**
 * Age of active long-lived credentials of one kind over time, or of all of them; without a kind, of access keys.
 *
 * @throws AppError INVALID for an impossible range.
 */
export function getKeyAgeSeries(
  ctx: Ctx,
  { kind, ...input }: SeriesInput & { kind?: CredentialKinds },
): Promise<KeyAgeSeries> {
  if (kind === "all") return credentialSeries(ctx, input, undefined);
  if (kind !== undefined && kind !== "access_key") return credentialSeries(ctx, input, [kind]);
  return series(
    ctx,
    input,
    ({ day, accountsCarried, activeKeys, activeKeysByAge, activeKeysOverdue, activeKeysAgeDaysSum }) => ({
      day,
      accountsCarried,
      activeKeys,
      activeKeysByAge,
      activeKeysOverdue,
      ageUnknown: activeKeys - keysOfKnownAge(activeKeysByAge),
      averageAgeDays: average(activeKeysAgeDaysSum, keysOfKnownAge(activeKeysByAge)),
    }),
  );
}

async function dayAt(tx: TenantTx, at: Date, awsAccountId: string | undefined): Promise<DayMetrics | null> {
  const day = dayOf(at);
  return (await rollUps.readDays(tx, { from: day, to: day, interval: "day", awsAccountId }))[0] ?? null;
}

/** Credentials by kind; nothing where they were not counted yet, which days of before the count by kinds show by having keys alone. */
async function credentialsAt(
  tx: TenantTx,
  now: Date,
  today: DayMetrics | null,
  awsAccountId: string | undefined,
): Promise<Pick<Overview, "credentials">> {
  const credentials = await rollUps.readCredentialKinds(tx, { day: dayOf(now), awsAccountId });
  return credentials.length > 0 || today?.activeKeys === 0 ? { credentials } : {};
}

/** The present state in numbers, with that of a week ago beside it; while a history is replayed, the state that it has reached. */
export function getOverview(ctx: Ctx, input: { awsAccountId?: string | undefined }): Promise<Overview> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const now = await knownUntil(tx, ctx.now());
    const byStatus = await accounts.countAccountsByStatus(tx, input.awsAccountId);
    const count = (...statuses: string[]) => statuses.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
    const pending = await scans.countFirstLooks(tx, input.awsAccountId);
    const today = await dayAt(tx, now, input.awsAccountId);
    const weekAgo = await dayAt(tx, daysBefore(now, 7), input.awsAccountId);
    const known = today ? keysOfKnownAge(today.activeKeysByAge) : 0;
    // As in the series: what somebody answers for is neither within its deadline nor past it.
    const total = known - (today?.activeKeysExcepted ?? 0);
    const compliant = total - (today?.activeKeysOverdue ?? 0);
    return {
      asOf: (await accounts.newestScanAt(tx, input.awsAccountId)) ?? now,
      accounts: {
        total: count("never_scanned", "ok", "partial", "failing"),
        scanned: count("ok", "partial"),
        // What is still being read will be there: nothing is amiss.
        partial: Math.max(0, count("partial") - pending.accounts),
        failing: count("failing"),
        neverScanned: count("never_scanned"),
        pending: pending.accounts,
        pendingUsers: pending.users,
      },
      today,
      weekAgo,
      ...(await credentialsAt(tx, now, today, input.awsAccountId)),
      rotation: {
        compliant,
        total,
        percent: percent(compliant, total),
        unknown: (today?.activeKeys ?? 0) - known,
        usersUnread: today?.usersKeysUnknown ?? 0,
      },
    };
  });
}

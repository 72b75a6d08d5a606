import type { CredentialKind } from "../../inventory/credential.ts";
import type { Holder } from "../../inventory/holder.ts";
import type { JudgedCredential, JudgedLimits, JudgedUser, JudgementContext } from "../../judgement/judged.ts";
import type {
  AppliedLimits,
  RotationLimits,
  RotationMatch,
  RotationOverride,
} from "../../judgement/rotation-policy.ts";
import type { LastUse } from "../../scans/reading.ts";
import { useRecordedSince } from "../../scans/use-record.ts";
import { credentialDeadlines, ROTATED_KINDS } from "./credential-state.ts";
import { holderOf } from "./holder.ts";

type KnownHolder = Exclude<Holder, "unknown">;
/** One of several values, each with the line of the policies that tells it. */
type Told<T> = { value: T; line: string };
type ToldLimits = { [Limit in keyof RotationLimits]: Told<RotationLimits[Limit]> };

/** An override that can match in an account, with what is left to be asked of a credential. */
type Line = {
  name: string;
  limits: RotationOverride["limits"];
  kinds: ReadonlySet<CredentialKind> | null;
  holder: Holder | null;
  fitsUser: (user: JudgedUser | null) => boolean;
};

const ROTATED: ReadonlySet<CredentialKind> = new Set(ROTATED_KINDS);
const DEFAULT_LINE: Record<KnownHolder, string> = { human: "default for humans", machine: "default for machines" };
const DEFAULTS: ReadonlySet<string> = new Set(Object.values(DEFAULT_LINE));

/** IAM compares tag keys without regard to case, and values as they are. */
function userMatcher({ tag, pathPrefix }: RotationMatch): Line["fitsUser"] {
  const key = tag?.key.toLowerCase();
  const hasTag = (user: JudgedUser) =>
    user.tags.some((one) => one.key.toLowerCase() === key && (tag?.value === undefined || one.value === tag.value));
  if (!tag && pathPrefix === undefined) return () => true;
  return (user) =>
    user !== null && (!tag || hasTag(user)) && (pathPrefix === undefined || user.path.startsWith(pathPrefix));
}

function compile({ rotationPolicies, awsAccountId, unitIds }: JudgementContext): readonly Line[] {
  return rotationPolicies.overrides
    .filter(({ match }) => match.awsAccountIds?.includes(awsAccountId) ?? true)
    .filter(({ match }) => match.unitIds?.some((id) => unitIds.includes(id)) ?? true)
    .map(({ name, match, limits }) => ({
      name,
      limits,
      kinds: match.kinds ? new Set(match.kinds) : null,
      holder: match.holder ?? null,
      fitsUser: userMatcher(match),
    }));
}

const compiled = new WeakMap<JudgementContext, readonly Line[]>();
/** An account's thousands of credentials are judged in one context. */
function linesOf(context: JudgementContext): readonly Line[] {
  const known = compiled.get(context);
  if (known) return known;
  const lines = compile(context);
  compiled.set(context, lines);
  return lines;
}

/** The first line that tells the limit, else the default. */
function firstTold<Limit extends keyof RotationLimits>(
  limit: Limit,
  lines: readonly Line[],
  fallback: Told<RotationLimits[Limit]>,
): Told<RotationLimits[Limit]> {
  for (const { name, limits } of lines) {
    const value = limits[limit];
    if (value !== undefined) return { value: value as RotationLimits[Limit], line: name };
  }
  return fallback;
}

function limitsOfHolder(
  holder: KnownHolder,
  kind: CredentialKind,
  fitting: readonly Line[],
  context: JudgementContext,
): ToldLimits {
  const defaults = context.rotationPolicies[holder];
  const byDefault = <Limit extends keyof RotationLimits>(limit: Limit) => ({
    value: defaults[limit],
    line: DEFAULT_LINE[holder],
  });
  const isRotated = ROTATED.has(kind);
  return {
    rotationDays: isRotated
      ? firstTold("rotationDays", fitting, byDefault("rotationDays"))
      : firstTold(
          "rotationDays",
          fitting.filter(({ kinds }) => kinds !== null),
          { value: null, line: DEFAULT_LINE[holder] },
        ),
    unusedDays: firstTold("unusedDays", fitting, byDefault("unusedDays")),
    graceDays: firstTold("graceDays", fitting, byDefault("graceDays")),
    warnDaysBefore: firstTold("warnDaysBefore", fitting, byDefault("warnDaysBefore")),
  };
}

/** How strict a limit is: fewer days are stricter; no limit is the laxest. */
const orNever = (days: number | null): number => days ?? Number.POSITIVE_INFINITY;
/** Of warnings those are stricter that begin earlier. */
const firstWarning = (days: readonly number[]): number => -Math.max(0, ...days);

const stricter = <T>(a: Told<T>, b: Told<T>, weight: (value: T) => number): Told<T> =>
  weight(b.value) < weight(a.value) ? b : a;

const stricterOfBoth = (a: ToldLimits, b: ToldLimits): ToldLimits => ({
  rotationDays: stricter(a.rotationDays, b.rotationDays, orNever),
  unusedDays: stricter(a.unusedDays, b.unusedDays, orNever),
  graceDays: stricter(a.graceDays, b.graceDays, orNever),
  warnDaysBefore: stricter(a.warnDaysBefore, b.warnDaysBefore, firstWarning),
});

/** The lines that fit a user, which all of its credentials share. */
const linesFor = (user: JudgedUser | null, context: JudgementContext): readonly Line[] =>
  linesOf(context).filter(({ fitsUser }) => fitsUser(user));

function limitsByLines(
  kind: CredentialKind,
  holder: Holder,
  linesOfUser: readonly Line[],
  context: JudgementContext,
): AppliedLimits {
  const fitting = linesOfUser.filter(({ kinds }) => kinds?.has(kind) ?? true);
  const asHeldBy = (as: KnownHolder) =>
    limitsOfHolder(
      as,
      kind,
      fitting.filter((line) => line.holder === null || line.holder === as || line.holder === holder),
      context,
    );
  const told = holder === "unknown" ? stricterOfBoth(asHeldBy("human"), asHeldBy("machine")) : asHeldBy(holder);
  return {
    holder,
    rotationDays: told.rotationDays.value,
    unusedDays: told.unusedDays.value,
    graceDays: told.graceDays.value,
    warnDaysBefore: told.warnDaysBefore.value,
    reason: reasonOf(told, holder),
  };
}

/**
 * The limits that hold for a credential. Overrides come in the tenant's order, and limit by limit the first that matches tells it,
 * else the default of the holder. Where the holder is unknown both ways are gone, and the stricter limit of the two holds. Kinds
 * that are not rotated by default have a limit of age only by an override that names the kind.
 */
export const limitsFor = (
  credential: Pick<JudgedCredential, "kind">,
  user: JudgedUser | null,
  holder: Holder,
  context: JudgementContext,
): AppliedLimits => limitsByLines(credential.kind, holder, linesFor(user, context), context);

function reasonOf(told: ToldLimits, holder: Holder): string {
  const lines = [...new Set(Object.values(told).map(({ line }) => line))];
  const reason = [...lines.filter((line) => !DEFAULTS.has(line)), ...lines.filter((line) => DEFAULTS.has(line))].join(
    ", ",
  );
  return holder === "unknown" ? `${reason} (the stricter, as it is not known who holds it)` : reason;
}

/** Last use in the shape that the rules take: as it is known of a credential of the inventory. */
export function lastUseOf({
  kind,
  lastUse,
  lastUsedAt,
}: Pick<JudgedCredential, "kind" | "lastUse" | "lastUsedAt">): LastUse {
  if (lastUse === "never") return { kind: "never" };
  const recordedSince = useRecordedSince(kind);
  if (lastUse === "before_record" && recordedSince) return { kind: "before_record", recordedSince };
  if (lastUse === "at" && lastUsedAt) return { kind: "at", at: lastUsedAt, service: null, region: null };
  return { kind: "unknown", reason: "its last use could not be read" };
}

/**
 * The limits and deadlines of a user's credentials, or of those that belong to no user: the root user's, and server certificates.
 *
 * @param credentials all of the user's, as the holder is told from them together.
 */
export function judgeLimits(
  user: JudgedUser | null,
  credentials: readonly JudgedCredential[],
  context: JudgementContext,
): JudgedLimits[] {
  const holderOfUser = user && holderOf(user, credentials);
  const lines = linesFor(user, context);
  return credentials.map((credential) => {
    const limits = limitsByLines(credential.kind, holderOfUser ?? holderOf(null, [credential]), lines, context);
    const { status, createdAt, expiresAt } = credential;
    const deadlines = credentialDeadlines({ status, createdAt, expiresAt, lastUse: lastUseOf(credential) }, limits);
    return { credentialId: credential.id, limits, deadlines };
  });
}

import {
  type Credential,
  type DayMetrics,
  forecastInWords,
  KEY_AGE_BANDS,
  type MigrationProgress,
  type NextSteps,
  notJudgedInWords,
  type Overview,
  paceInWords,
  type RankedStep,
  type SummaryReport,
} from "@rolecall/domain";
import { counted, formatDate, formatDay, formatInstant, formatNumber, formatSigned, oneLine } from "./format.ts";

/** `good` and `bad` tell which way a change goes; a quantity that is neither stays `neutral`. */
export type Tone = "good" | "bad" | "neutral";
export type Figure = { label: string; value: string; change: string; tone: Tone };
export type OverdueRow = {
  user: string;
  account: string;
  credential: string;
  age: string;
  lastUsed: string;
  href: string;
};
export type StepRow = { what: string; why: string; href: string };
export type ChangeRow = { what: string; where: string; when: string; href: string };

/** The summary in words, as both parts of the mail say it. */
export type SummaryView = {
  subject: string;
  preheader: string;
  tenantName: string;
  dateLine: string;
  figures: Figure[];
  /** What is not in the numbers, in sentences; `complete` if nothing is missing. */
  coverage: { complete: boolean; lines: string[] };
  /** How far users are on their way to roles, one sentence each. */
  migration: string[];
  nextSteps: { headline: string | null; rows: StepRow[] };
  changes: { headline: string; rows: ChangeRow[]; leftOut: string | null };
  overdue: { headline: string; rows: OverdueRow[]; leftOut: string | null; href: string };
  reason: string;
  consoleUrl: string;
  schedulesUrl: string;
};

const UNKNOWN = "unknown";
const NO_SCAN_YET = "No scan has landed yet: nothing is known of the accounts.";

export function summaryView(report: SummaryReport): SummaryView {
  const consoleUrl = report.consoleUrl.replace(/\/+$/, "");
  const { timeZone, overview } = report;
  const today = overview.today;
  const figures = figuresOf(overview);
  const coverage = coverageOf(overview);
  const migration = migrationLines(report.migration);
  const date = formatDate(report.asOf, timeZone);
  const tenantName = oneLine(report.tenantName);
  const news = today ? counted(today.activeKeysOverdue, "overdue access key") : "no scan yet";
  return {
    // Nothing that a tenant wrote itself: who receives it may not know the tenant.
    subject: `Rolecall summary, ${date}: ${news}`,
    preheader: today
      ? [migration[0], ...figures.map(({ label, value }) => `${label}: ${value}`)].join(" · ")
      : NO_SCAN_YET,
    tenantName,
    dateLine: `As of ${formatInstant(report.asOf, timeZone)}`,
    figures,
    coverage,
    migration,
    nextSteps: nextStepsOf(report.nextSteps, consoleUrl),
    changes: changesOf(report, consoleUrl),
    overdue: overdueOf(report, coverage.complete, consoleUrl),
    reason: `You get this mail because your address is a recipient of the report schedule “${oneLine(report.scheduleName)}” of ${tenantName}.`,
    consoleUrl,
    schedulesUrl: `${consoleUrl}/reports`,
  };
}

function nextStepsOf({ steps, accountsNotJudged }: NextSteps, consoleUrl: string): SummaryView["nextSteps"] {
  const notJudged = notJudgedInWords(accountsNotJudged);
  const hrefOf = ({ source, count, first }: RankedStep): string => {
    if (count === 1 && first) return first.path;
    return source.kind === "findings"
      ? `/findings?checkId=${source.checkId}&status=open`
      : `/migration?stage=${source.stage}`;
  };
  return {
    headline: notJudged ?? (steps.length === 0 ? "Nothing waits for anybody." : null),
    rows: steps.map((step) => ({
      what: step.what,
      why: `${step.why}.${step.isSafe ? " Safe now." : ""}`,
      href: `${consoleUrl}${hrefOf(step)}`,
    })),
  };
}

type Quantity = { label: string; better: "less" | "more" | null; unit?: "%"; of: (day: DayMetrics) => number | null };

/** Of the keys whose age is known, those within their deadline. Null without such a key. */
function compliantPercent(day: DayMetrics): number | null {
  const known = KEY_AGE_BANDS.reduce((sum, { id }) => sum + day.activeKeysByAge[id], 0);
  return known === 0 ? null : (100 * (known - day.activeKeysOverdue)) / known;
}

const ROTATION_LABEL = "Rotation compliance";
const QUANTITIES: readonly Quantity[] = [
  { label: "Active access keys", better: "less", of: (day) => day.activeKeys },
  { label: "Overdue access keys", better: "less", of: (day) => day.activeKeysOverdue },
  { label: ROTATION_LABEL, better: "more", unit: "%", of: compliantPercent },
  { label: "Users with active keys", better: "less", of: (day) => day.usersWithActiveKey },
  { label: "Roles", better: null, of: (day) => day.roles },
  { label: "Console users without MFA", better: "less", of: (day) => day.consoleUsersWithoutMfa },
];

function figuresOf({ today, weekAgo, rotation }: Overview): Figure[] {
  return QUANTITIES.map((quantity) => {
    const { label, unit = "" } = quantity;
    const value = label === ROTATION_LABEL ? rotation.percent : today && quantity.of(today);
    const shown =
      value === null ? (today && label === ROTATION_LABEL ? "no keys" : UNKNOWN) : formatNumber(value) + unit;
    return { label, value: shown, ...changeOf(quantity, today, weekAgo) };
  });
}

function changeOf(
  { of, better, unit }: Quantity,
  today: DayMetrics | null,
  weekAgo: DayMetrics | null,
): Pick<Figure, "change" | "tone"> {
  if (!today) return { change: "no scan yet", tone: "neutral" };
  if (!weekAgo) return { change: "no earlier scan", tone: "neutral" };
  const [now, before] = [of(today), of(weekAgo)];
  if (now === null || before === null) return { change: "nothing to compare", tone: "neutral" };
  const difference = Math.round((now - before) * 10) / 10;
  if (difference === 0) return { change: "no change in a week", tone: "neutral" };
  const isBetter = difference > 0 === (better === "more");
  const tone = better === null ? "neutral" : isBetter ? "good" : "bad";
  return { change: `${formatSigned(difference)}${unit ? " points" : ""} in a week`, tone };
}

function coverageOf({ accounts, today }: Overview): SummaryView["coverage"] {
  if (accounts.total === 0) return { complete: false, lines: ["No AWS account is connected yet."] };
  const carried = today?.accountsCarried ?? 0;
  const keysUnknown = today?.usersKeysUnknown ?? 0;
  const of = (count: number) => `${formatNumber(count)} of ${counted(accounts.total, "account")}`;
  const gaps = [
    accounts.neverScanned > 0 && `${of(accounts.neverScanned)} never scanned: not in these numbers.`,
    accounts.failing > 0 && `${of(accounts.failing)} could not be scanned last time: what was known before is counted.`,
    accounts.partial > 0 &&
      `${of(accounts.partial)} read in part: what could not be read is unknown, and is not counted as zero.`,
    today &&
      carried > 0 &&
      `${of(carried)} not scanned on ${formatDay(today.day)} (UTC): counted with the last known state.`,
    keysUnknown > 0 &&
      `Access keys of ${counted(keysUnknown, "user")} could not be read: there may be more keys than shown.`,
  ].filter((line) => typeof line === "string");
  if (gaps.length > 0) return { complete: false, lines: gaps };
  if (!today) return { complete: false, lines: [NO_SCAN_YET] };
  return { complete: true, lines: [`All ${counted(accounts.total, "account")} read completely.`] };
}

function migrationLines({ points, forecast }: MigrationProgress): string[] {
  const last = points.at(-1);
  if (!last) return ["No user to migrate is known yet."];
  const { scope, moved, retired, excepted, left } = last;
  const stays = excepted > 0 ? `, ${formatNumber(excepted)} excepted` : "";
  return [
    `${formatNumber(moved)} of ${counted(scope, "user")} moved, ${formatNumber(retired)} retired${stays}, ${formatNumber(left)} left.`,
    `Pace: ${paceInWords(forecast.pacePerWeek)}, net of new users.`,
    forecastInWords(forecast),
  ];
}

function changesOf({ changes, since, timeZone, overview }: SummaryReport, consoleUrl: string): SummaryView["changes"] {
  const { created, changed, removed, lines, linesLeftOut } = changes;
  const counts = `${formatNumber(created)} created, ${formatNumber(changed)} changed, ${formatNumber(removed)} removed`;
  return {
    headline: overview.today ? `Since ${formatDate(since, timeZone)}: ${counts}.` : NO_SCAN_YET,
    rows: lines.map((line) => ({
      what: oneLine(line.summary),
      where: accountOf(line),
      when: formatDate(line.at, timeZone),
      href: consoleUrl + line.href,
    })),
    leftOut: linesLeftOut > 0 ? `and ${counted(linesLeftOut, "more change")}` : null,
  };
}

const accountOf = ({ accountName, awsAccountId }: { accountName: string; awsAccountId: string }): string =>
  accountName === awsAccountId ? awsAccountId : `${oneLine(accountName)} (${awsAccountId})`;

const CREDENTIAL_KINDS: Record<Credential["kind"], string> = {
  access_key: "access key",
  console_password: "console password",
  ssh_public_key: "SSH public key",
  signing_certificate: "signing certificate",
  service_specific_credential: "service-specific credential",
  api_key: "API key",
  server_certificate: "server certificate",
  root_access_key: "root access key",
  root_password: "root password",
  root_signing_certificate: "root signing certificate",
};

/** Nothing found is good news only where everything could be read. */
function overdueHeadline({ overdue, overview }: SummaryReport, complete: boolean): string {
  if (overdue.total > 0) return `${counted(overdue.total, "credential")} past the rotation deadline.`;
  if (!overview.today) return NO_SCAN_YET;
  return complete
    ? "Nothing is past its rotation deadline."
    : "Nothing that could be read is past its rotation deadline.";
}

function overdueOf(report: SummaryReport, complete: boolean, consoleUrl: string): SummaryView["overdue"] {
  const { overdue, timeZone } = report;
  const leftOut = overdue.total - overdue.rows.length;
  return {
    headline: overdueHeadline(report, complete),
    rows: overdue.rows.map((row) => ({
      user: oneLine(row.userName),
      account: accountOf(row),
      credential: row.accessKeyId ?? CREDENTIAL_KINDS[row.kind],
      age: row.ageDays === null ? UNKNOWN : counted(row.ageDays, "day"),
      lastUsed: lastUseOf(row, timeZone),
      href: `${consoleUrl}/credentials/${row.id}`,
    })),
    leftOut: leftOut > 0 ? `and ${formatNumber(leftOut)} more` : null,
    href: `${consoleUrl}/credentials?state=overdue`,
  };
}

function lastUseOf({ lastUse, lastUsedAt, lastUsedBefore, lastUsedService }: Credential, timeZone: string): string {
  if (lastUse === "never") return "never";
  if (lastUsedBefore) return `before ${formatDate(lastUsedBefore, "UTC")}, if ever`;
  if (lastUse === "unknown" || !lastUsedAt) return UNKNOWN;
  return formatDate(lastUsedAt, timeZone) + (lastUsedService ? `, ${oneLine(lastUsedService)}` : "");
}

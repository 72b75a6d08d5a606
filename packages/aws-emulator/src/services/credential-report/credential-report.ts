import { arns } from "../../identity/arns.ts";
import { errors } from "../../protocol/aws-error.ts";
import type {
  EmulatedAccessKey,
  EmulatedAccount,
  EmulatedSigningCertificate,
  EmulatedUser,
} from "../../world/model.ts";
import { lastUse } from "../../world/usage.ts";

/** Ways in which real accounts' reports differ; each emulated account has its own, which never change. */
type ReportVariant = { upperCase: boolean; additionalColumn: boolean; olderRootRow: boolean };

const reportVariant = (awsAccountId: string): ReportVariant => {
  const bits = Number(awsAccountId.slice(-2)) % 8;
  return { upperCase: (bits & 1) !== 0, additionalColumn: (bits & 2) !== 0, olderRootRow: (bits & 4) !== 0 };
};

const KEY_COLUMNS = ["active", "last_rotated", "last_used_date", "last_used_region", "last_used_service"];
const KEY_SLOTS = [1, 2] as const;
const COLUMNS = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  ...KEY_SLOTS.flatMap((slot) => KEY_COLUMNS.map((column) => `access_key_${slot}_${column}`)),
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
];
const ADDITIONAL_COLUMN = "additional_credentials_info";

const NONE = "N/A";
const NO_INFORMATION = "no_information";
const NOT_SUPPORTED = "not_supported";
const MS_PER_DAY = 86_400_000;

/** The account's credential report at an instant, as CSV. */
export function credentialReportCsv(account: EmulatedAccount, now: Date): string {
  const variant = reportVariant(account.awsAccountId);
  const bool = (value: boolean) => (variant.upperCase ? String(value).toUpperCase() : String(value));
  const header = variant.additionalColumn ? [...COLUMNS, ADDITIONAL_COLUMN] : COLUMNS;
  let csv = header.join(",");
  const addRow = (cells: string[]) => {
    if (variant.additionalColumn) cells.push(NONE);
    csv += `\n${cells.map(quote).join(",")}`;
  };
  addRow(rootRow(account, now, variant, bool));
  for (const user of account.users.values()) addRow(userRow(account, user, now, bool));
  return csv;
}

type Bool = (value: boolean) => string;

function rootRow(account: EmulatedAccount, now: Date, { olderRootRow }: ReportVariant, bool: Bool): string[] {
  const { root } = account;
  const used = lastUse(root.passwordUsage, now);
  return [
    "<root_account>",
    arns.root(account),
    reportTime(account.createdAt),
    olderRootRow ? NOT_SUPPORTED : bool(root.passwordEnabled),
    used ? reportTime(used.at) : NO_INFORMATION,
    olderRootRow ? NOT_SUPPORTED : root.passwordEnabled ? reportTime(account.createdAt) : NONE,
    NOT_SUPPORTED,
    bool(root.mfa !== "none"),
    ...keyCells(account, root.accessKeys, now, bool),
    ...certificateCells(root.signingCertificates, bool),
  ];
}

function userRow(account: EmulatedAccount, user: EmulatedUser, now: Date, bool: Bool): string[] {
  return [
    user.userName,
    arns.user(account, user),
    reportTime(user.createdAt),
    bool(user.password !== null),
    ...passwordCells(account, user, now),
    bool(user.mfaDevices.length > 0),
    ...keyCells(account, user.accessKeys, now, bool),
    ...certificateCells(user.signingCertificates, bool),
  ];
}

/** Last used, last changed, next rotation. */
function passwordCells({ passwordPolicy }: EmulatedAccount, { password }: EmulatedUser, now: Date): string[] {
  if (!password) return [NONE, NONE, NONE];
  const used = password.noInformation ? null : lastUse(password.usage, now);
  const maxAgeDays = passwordPolicy?.maxPasswordAgeDays ?? null;
  return [
    used ? reportTime(used.at) : NO_INFORMATION,
    reportTime(password.lastChangedAt),
    maxAgeDays === null ? NONE : reportTime(new Date(password.lastChangedAt.getTime() + maxAgeDays * MS_PER_DAY)),
  ];
}

function keyCells(
  { reportOmitsInactiveKeys = false }: EmulatedAccount,
  keys: readonly EmulatedAccessKey[],
  now: Date,
  bool: Bool,
): string[] {
  return KEY_SLOTS.flatMap((slot) => {
    const key = keys[slot - 1];
    if (!key || (reportOmitsInactiveKeys && key.status !== "Active")) return [bool(false), NONE, NONE, NONE, NONE];
    const used = lastUse(key.usage, now);
    const usedCells = used ? [reportTime(used.at), used.region, used.service] : [NONE, NONE, NONE];
    return [bool(key.status === "Active"), reportTime(key.createdAt), ...usedCells];
  });
}

const certificateCells = (certificates: readonly EmulatedSigningCertificate[], bool: Bool): string[] =>
  KEY_SLOTS.flatMap((slot) => {
    const certificate = certificates[slot - 1];
    return certificate
      ? [bool(certificate.status === "Active"), reportTime(certificate.uploadedAt)]
      : [bool(false), NONE];
  });

const reportTime = (at: Date) => `${at.toISOString().slice(0, 19)}+00:00`;

const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const MS_VALID = 4 * 3_600_000;

type StoredReport = { csv: string; generatedAt: Date };
type AccountReport = { stored: StoredReport | null; pollsLeft: number | null };

/**
 * The reports of all accounts. One is ready after a number of questions, so that a test meets each state without waiting, and is
 * then served unchanged for four hours of the emulator's clock.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export class CredentialReports {
  readonly #pollsUntilReady: number;
  readonly #byAccount = new Map<string, AccountReport>();

  /** @param pollsUntilReady how many GenerateCredentialReport calls after the first one it takes; 0: the first one completes. */
  constructor(pollsUntilReady: number) {
    this.#pollsUntilReady = pollsUntilReady;
  }

  generate(account: EmulatedAccount, now: Date): "STARTED" | "INPROGRESS" | "COMPLETE" {
    const report = this.#of(account);
    if (isCurrent(report.stored, now)) return "COMPLETE";
    const started = report.pollsLeft === null;
    report.pollsLeft = report.pollsLeft === null ? this.#pollsUntilReady : report.pollsLeft - 1;
    if (report.pollsLeft > 0) return started ? "STARTED" : "INPROGRESS";
    report.stored = { csv: credentialReportCsv(account, now), generatedAt: now };
    report.pollsLeft = null;
    return "COMPLETE";
  }

  /** @throws AwsError ReportInProgress, ReportNotPresent, ReportExpired. */
  get(account: EmulatedAccount, now: Date): StoredReport {
    const { stored, pollsLeft } = this.#of(account);
    if (isCurrent(stored, now)) return stored;
    if (pollsLeft !== null) throw errors.reportInProgress();
    throw stored ? errors.reportExpired() : errors.reportNotPresent();
  }

  clear(): void {
    this.#byAccount.clear();
  }

  #of({ awsAccountId }: EmulatedAccount): AccountReport {
    let report = this.#byAccount.get(awsAccountId);
    if (!report) {
      report = { stored: null, pollsLeft: null };
      this.#byAccount.set(awsAccountId, report);
    }
    return report;
  }
}

const isCurrent = (stored: StoredReport | null, now: Date): stored is StoredReport =>
  stored !== null && now.getTime() - stored.generatedAt.getTime() < MS_VALID;

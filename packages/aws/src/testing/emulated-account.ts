import {
  credentialReportCsv,
  DEFAULT_VENDOR,
  type EmulatedAccount,
  type Emulator,
  type EmulatorOptions,
  sizedWorld,
  startEmulator,
  type World,
  type WorldSize,
} from "@rolecall/aws-emulator";
import type { AccountReading, CoverageState, PreviousUser, Read, ResourceKind } from "@rolecall/domain";
import { onTestFinished, vi } from "vitest";
import { type AwsReader, createAwsReader, type ReadAccountInput, type Timing } from "../index.ts";
import { parseCredentialReport } from "../report/parse-report.ts";
import { reportFingerprintOf } from "../report/report-fingerprint.ts";

export const NOW = new Date("2026-06-01T12:00:00Z");
export const AWS_ACCOUNT_ID = "400000000001";
export const EXTERNAL_ID = "rolecall-0d1f7a52-0d5e-4a39-9f0d-3d1f2c9b7a11";
export const ROLE_ARN = `arn:aws:iam::${AWS_ACCOUNT_ID}:role/RolecallReadOnly`;
export const CONNECTION_ID = "0190a1b2-c3d4-7000-8000-000000000000";

/** An emulator of thousands of users answers late, as it shares the test's process. */
export const LARGE_ACCOUNT: Partial<Timing> = { responseTimeoutMs: 60_000 };

const HOUR_MS = 3_600_000;
export const hoursAfter = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);

export const ALL_READ = {
  users: "read",
  roles: "read",
  groups: "read",
  policies: "read",
  credential_report: "read",
  access_keys: "read",
  mfa_devices: "read",
  signing_certificates: "read",
  service_specific_credentials: "read",
  server_certificates: "read",
  role_session_durations: "read",
  instance_profiles: "read",
  oidc_providers: "read",
  saml_providers: "read",
  password_policy: "read",
  account_summary: "read",
  account_alias: "read",
};

/** No wait of a test is longer than it must be. */
const QUICK: Partial<Timing> = { backoffMs: 5, roleSettleMs: 0, responseTimeoutMs: 2_000 };

type Size = Pick<WorldSize, "users" | "usersWithKeys" | "accessKeys" | "roles" | "policies">;
export const SMALL: Size = { users: 14, usersWithKeys: 6, accessKeys: 9, roles: 8, policies: 5 };

const worldOf = (size: Size): World =>
  sizedWorld({ ...size, startAt: NOW, awsAccountId: AWS_ACCOUNT_ID, readerRole: { externalId: EXTERNAL_ID } });

export type Emulated = {
  emulator: Emulator;
  reader: AwsReader;
  account: () => EmulatedAccount;
  read: (more?: Partial<ReadAccountInput>) => Promise<AccountReading>;
  /** Reads with a reader of its own, which knows of no session and of no limit yet. */
  readAnew: (more?: Partial<ReadAccountInput>) => Promise<AccountReading>;
};

/** Of a reading of the emulated account of any size. */
export const inputOf = (readingId: string) => ({
  roleArn: ROLE_ARN,
  externalId: EXTERNAL_ID,
  connectionId: CONNECTION_ID,
  readingId,
  callCeilingPerSecond: 100,
  expectedAwsAccountId: AWS_ACCOUNT_ID,
});

type Given = { options?: Partial<EmulatorOptions>; timing?: Partial<Timing>; now?: () => Date };
type Customer = { world: World; awsAccountId: string; externalId: string; now: Date };

/** An emulated account of this size and a reader of it. Both end with the test. */
export const emulate = (size: Size, given: Given = {}): Promise<Emulated> =>
  emulateWorld({ world: worldOf(size), awsAccountId: AWS_ACCOUNT_ID, externalId: EXTERNAL_ID, now: NOW }, given);

/** An emulated world and a reader that finds it by the SDK's own environment variables. Both end with the test. */
export async function emulateWorld(customer: Customer, given: Given = {}): Promise<Emulated> {
  const { world, awsAccountId, externalId } = customer;
  const options = { reportPolls: 0, ...given.options };
  const emulator = await startEmulator({ world, clock: { mode: "fixed", now: customer.now }, options });
  vi.stubEnv("AWS_ENDPOINT_URL", emulator.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", DEFAULT_VENDOR.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", DEFAULT_VENDOR.secretAccessKey);
  const now = given.now ?? (() => emulator.now());
  const newReader = () => createAwsReader({ region: "eu-central-1", now, timing: { ...QUICK, ...given.timing } });
  const reader = newReader();
  onTestFinished(async () => {
    reader.close();
    vi.unstubAllEnvs();
    await emulator.close();
  });
  const input = {
    roleArn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`,
    externalId,
    connectionId: CONNECTION_ID,
    readingId: "scan-1",
    callCeilingPerSecond: 100,
    expectedAwsAccountId: awsAccountId,
    previousUsers: [],
  };
  return {
    emulator,
    reader,
    account: () => emulator.state().accounts.get(awsAccountId)!,
    read: (more) => reader.readAccount({ ...input, ...more }),
    readAnew: async (more) => {
      const another = newReader();
      try {
        return await another.readAccount({ ...input, ...more });
      } finally {
        another.close();
      }
    },
  };
}

/** What the next scan is given of this one. */
export const previousOf = (reading: AccountReading): PreviousUser[] =>
  reading.users.map((user) => ({
    userId: user.userId,
    reportFingerprint: user.reportFingerprint,
    accessKeys: valueOrElse(user.accessKeys, []),
    signingCertificates: valueOrElse(user.signingCertificates, []),
    mfa: valueOrElse(user.mfa, "unknown"),
    mfaDevices: valueOrElse(user.mfaDevices, []),
  }));

/** What a reading of this account would have left behind that has asked for no user's MFA devices, and for no user without keys. */
export function knownOf(account: EmulatedAccount): PreviousUser[] {
  const report = parseCredentialReport(credentialReportCsv(account, NOW), NOW);
  if (report.state !== "parsed") throw new Error(report.reason);
  return [...account.users.values()].map((user) => {
    const row = report.rowsByName.get(user.userName);
    const fingerprint = row?.certificateFingerprint ?? "";
    const certificates = user.signingCertificates.map(({ certificateBody: _, ...certificate }) => certificate);
    return {
      userId: user.userId,
      reportFingerprint: reportFingerprintOf(
        user.accessKeys.length > 0 ? (row?.keyFingerprint ?? null) : "not asked for",
        certificates.length > 0 ? { fingerprint, areRead: true } : null,
      ),
      accessKeys: user.accessKeys.map(({ accessKeyId, status, createdAt }) => ({
        accessKeyId,
        status,
        createdAt,
        lastUse: { kind: "never" },
      })),
      signingCertificates: certificates,
      mfa: "unknown",
      mfaDevices: [],
    };
  });
}

const valueOrElse = <T>(read: Read<T>, otherwise: T): T => (read.state === "read" ? read.value : otherwise);

export const coverageStates = (reading: AccountReading): Partial<Record<ResourceKind, CoverageState>> =>
  Object.fromEntries(reading.coverage.map(({ resource, state }) => [resource, state]));

export const keyIdsOf = (reading: AccountReading): string[] =>
  reading.users
    .flatMap(({ accessKeys }) =>
      accessKeys.state === "read" ? accessKeys.value.map((key) => key.accessKeyId ?? "") : [],
    )
    .sort();

export const keyIdsIn = (account: EmulatedAccount): string[] =>
  [...account.users.values()].flatMap((user) => user.accessKeys.map((key) => key.accessKeyId)).sort();

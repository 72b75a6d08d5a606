import { AppError } from "../errors.ts";
import type { Partition } from "../primitives.ts";
import type { RoleIdentity, UserIdentity } from "./authorization-details.ts";
import { type ResourceCoverage, ResourceKind } from "./coverage.ts";
import { type ParsedReport, readReportRows, rowOfUser } from "./credential-report.ts";
import { rootFactOf } from "./credential-report-root.ts";
import { consolePasswordOfRow, reportedKeysOfRow } from "./credential-report-user.ts";
import type {
  AccountReading,
  GroupFact,
  InstanceProfileFact,
  LastUse,
  PolicyFact,
  Read,
  RoleFact,
  UserFact,
} from "./reading.ts";
import { RESOURCES, resourcesOfFile } from "./resources.ts";
import { unreadLists } from "./upload-lists.ts";

/** A fact as it came back from JSON: its instants are texts. */
type Stored<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Stored<Item>[]
    : T extends object
      ? { [Key in keyof T]: Stored<T[Key]> }
      : T;

const instant = (text: string): Date => new Date(text);
const lastUseOf = (use: Stored<LastUse>): LastUse => (use.kind === "at" ? { ...use, at: instant(use.at) } : use);

/** What only the report would tell, and what no file tells. */
const NOT_IN_FILES = "Not part of the files that were uploaded";
const notInFiles = { state: "unread", reason: NOT_IN_FILES } as const;

/** Whether every account that is connected is asked for it, and no file of an upload holds it. */
const isInNoFile = (resource: ResourceKind): boolean => {
  const { file, readBy } = RESOURCES[resource];
  return file === null && (readBy.includes("inventory") || readBy.includes("recheck"));
};

type ToldBy = { report: ParsedReport | null; observedAt: Date };

function userOf(stored: Stored<UserIdentity>, { report, observedAt }: ToldBy): UserFact {
  const user: UserIdentity = { ...(stored as unknown as UserIdentity), createdAt: instant(stored.createdAt) };
  const row = rowOfUser(report, user);
  const told = <T>(value: T | null): Read<T> =>
    value === null ? notInFiles : { state: "read", value, source: "upload", observedAt };
  return {
    ...user,
    consolePassword: told(consolePasswordOfRow(row)),
    mfa: told(row?.mfaActive == null ? null : row.mfaActive ? "unknown" : "none"),
    mfaDevices: notInFiles,
    accessKeys: told(reportedKeysOfRow(row)),
    signingCertificates: notInFiles,
    serviceSpecificCredentials: notInFiles,
    sshPublicKeys: notInFiles,
    reportFingerprint: null,
  };
}

const roleOf = (stored: Stored<RoleIdentity>): RoleFact => ({
  ...(stored as unknown as RoleIdentity),
  createdAt: instant(stored.createdAt),
  lastUse: lastUseOf(stored.lastUse),
  description: null,
  maxSessionDurationSeconds: null,
});

const groupOf = (stored: Stored<GroupFact>): GroupFact => ({
  ...(stored as unknown as GroupFact),
  createdAt: instant(stored.createdAt),
});

const policyOf = (stored: Stored<PolicyFact>): PolicyFact => ({
  ...(stored as unknown as PolicyFact),
  createdAt: instant(stored.createdAt),
  updatedAt: stored.updatedAt === null ? null : instant(stored.updatedAt),
});

const profileOf = (stored: Stored<InstanceProfileFact>): InstanceProfileFact => ({
  ...stored,
  createdAt: instant(stored.createdAt),
});

function coverageOf(
  report: ParsedReport | null,
  unread: ReadonlyMap<ResourceKind, string>,
  observedAt: Date,
): ResourceCoverage[] {
  const read = (resource: ResourceKind): ResourceCoverage => ({
    resource,
    state: "read",
    reason: "From uploaded files",
    action: null,
    deniedBy: null,
    observedAt,
  });
  const missing = (resource: ResourceKind, reason: string): ResourceCoverage => ({
    ...read(resource),
    state: "failed",
    reason,
    observedAt: null,
  });
  const noReport = "No credential report was uploaded. Upload both files to know passwords, MFA and access keys.";
  const inNoFile = (resource: ResourceKind): string =>
    resource === "instance_profiles"
      ? "The files tell only of instance profiles that hold a role"
      : `${NOT_IN_FILES}. Connect the account to read it.`;
  const ofDetails = (resource: ResourceKind) => {
    const reason = unread.get(resource);
    return reason === undefined ? read(resource) : missing(resource, reason);
  };
  // A report has no ids of users: what it tells of keys is of users that were listed.
  const ofReport = (resource: ResourceKind) => {
    const reason = report ? (resource === "access_keys" && unread.get("users")) || null : noReport;
    return reason === null ? read(resource) : missing(resource, reason);
  };
  return [
    ...resourcesOfFile("authorization-details").map(ofDetails),
    ...resourcesOfFile("credential-report").map(ofReport),
    ...ResourceKind.options.filter(isInNoFile).map((each) => missing(each, inNoFile(each))),
  ];
}

/** The facts of an upload, by kind, as its parts hold them. Null: the file had no such list. */
export type UploadedFacts = {
  users: readonly Stored<UserIdentity>[] | null;
  roles: readonly Stored<RoleIdentity>[] | null;
  groups: readonly Stored<GroupFact>[] | null;
  policies: readonly Stored<PolicyFact>[] | null;
  instanceProfiles: readonly Stored<InstanceProfileFact>[];
  reportRows: readonly Readonly<Record<string, string>>[];
};

/** @throws AppError INVALID if the rows are no credential report. */
function reportOf(rows: UploadedFacts["reportRows"], observedAt: Date): ParsedReport | null {
  if (rows.length === 0) return null;
  const report = readReportRows(rows, observedAt);
  if (report.state === "malformed") throw new AppError("INVALID", `credential-report: ${report.reason}`);
  return report;
}

/**
 * The facts of an upload as a reading of the account, by the same rules as one over AWS's API: what the files do not tell is
 * unread, and no call was made.
 *
 * @throws AppError INVALID if the report's rows are no credential report.
 */
export function readingOfUpload(
  { awsAccountId, partition, observedAt }: { awsAccountId: string; partition: Partition; observedAt: Date },
  facts: UploadedFacts,
): AccountReading {
  const report = reportOf(facts.reportRows, observedAt);
  return {
    awsAccountId,
    partition,
    alias: null,
    summary: null,
    passwordPolicy: notInFiles,
    users: (facts.users ?? []).map((user) => userOf(user, { report, observedAt })),
    roles: (facts.roles ?? []).map(roleOf),
    groups: (facts.groups ?? []).map(groupOf),
    policies: (facts.policies ?? []).map(policyOf),
    instanceProfiles: facts.instanceProfiles.map(profileOf),
    oidcProviders: [],
    samlProviders: [],
    serverCertificates: [],
    root: rootFactOf(`arn:${partition}:iam::${awsAccountId}:root`, report?.root ?? null, null, null),
    coverage: coverageOf(report, unreadLists(facts, report), observedAt),
    problems: (report?.oddRows ?? []).map(({ arn, message }) => ({ resource: arn, message })),
    apiCalls: { total: 0, throttled: 0, byAction: {} },
  };
}

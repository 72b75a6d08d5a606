import {
  type ConsolePasswordFact,
  consolePasswordOfRow,
  type InstanceProfileFact,
  type ParsedReport,
  type Read,
  type RoleFact,
  rowOfUser,
  type UserFact,
  type UserIdentity,
} from "@rolecall/domain";
import type { AccessKeysReading } from "../credentials/access-keys.ts";
import type { MfaReading } from "../credentials/mfa-devices.ts";
import type { ServiceCredentialsReading } from "../credentials/service-specific-credentials.ts";
import type { SigningCertificatesReading } from "../credentials/signing-certificates.ts";
import type { Identities } from "../identities/identities.ts";
import type { Outcome } from "../reading/outcome.ts";
import { NOT_IN_REPORT } from "../report/read-report.ts";
import { reportFingerprintOf } from "../report/report-fingerprint.ts";
import type { Bulk } from "./read-bulk.ts";

/** What was read of each user beyond its identity. */
export type PerUser = {
  keys: AccessKeysReading;
  mfa: MfaReading;
  certificates: SigningCertificatesReading;
  serviceCredentials: ServiceCredentialsReading;
};

const UNREAD = { state: "unread", reason: "Not read" } as const;
const SLOW_LANE = { state: "unread", reason: "Read in the slow lane" } as const;

export function userFact(user: UserIdentity, report: Outcome<ParsedReport>, perUser: PerUser): UserFact {
  const keys = perUser.keys.byUserId.get(user.userId);
  const mfa = perUser.mfa.byUserId.get(user.userId);
  const certificates = perUser.certificates.byUserId.get(user.userId);
  const signingCertificates = certificates?.signingCertificates ?? UNREAD;
  const fingerprint = certificates?.fingerprint ?? null;
  const digested = fingerprint === null ? null : { fingerprint, areRead: signingCertificates.state === "read" };
  return {
    ...user,
    consolePassword: consolePasswordOf(user, report),
    mfa: mfa?.mfa ?? UNREAD,
    mfaDevices: mfa?.mfaDevices ?? UNREAD,
    accessKeys: keys?.accessKeys ?? UNREAD,
    signingCertificates,
    serviceSpecificCredentials: perUser.serviceCredentials.byUserId.get(user.userId) ?? UNREAD,
    sshPublicKeys: SLOW_LANE,
    reportFingerprint: reportFingerprintOf(keys?.keyFingerprint ?? null, digested),
  };
}

function consolePasswordOf(user: UserIdentity, report: Outcome<ParsedReport>): Read<ConsolePasswordFact> {
  if (!report.ok) return { state: "unread", reason: report.failure.reason };
  const value = consolePasswordOfRow(rowOfUser(report.value, user));
  if (value === null) return { state: "unread", reason: NOT_IN_REPORT };
  return { state: "read", value, source: "credential_report", observedAt: report.observedAt };
}

/** The roles, with what only ListRoles shows. Where they were read one by one, their profiles come from the list of profiles. */
export function roleFacts(
  { roles }: Identities,
  { details, listedRoles }: Bulk,
  instanceProfiles: readonly InstanceProfileFact[],
): RoleFact[] {
  const areProfilesTold = details.ok && details.value.roles.isGiven;
  return roles.items.map((role) => {
    const listed = listedRoles.ok ? listedRoles.value.value.get(role.roleId) : undefined;
    const profiles = areProfilesTold ? [] : instanceProfiles.filter(({ roleId }) => roleId === role.roleId);
    return {
      ...role,
      instanceProfileNames: areProfilesTold
        ? role.instanceProfileNames
        : profiles.map(({ instanceProfileName }) => instanceProfileName),
      description: listed?.description ?? null,
      maxSessionDurationSeconds: listed?.maxSessionDurationSeconds ?? null,
    };
  });
}

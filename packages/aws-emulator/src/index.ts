export * from "./builders/account-parts.ts";
export {
  accessKeyOf,
  mfaDeviceOf,
  serviceSpecificCredentialOf,
  signingCertificateOf,
  sshPublicKeyOf,
} from "./builders/credentials.ts";
export { accountOf, DEFAULT_VENDOR, organisationOf, roleOf, userOf } from "./builders/entities.ts";
export { EVERY_KIND_WORLD } from "./builders/every-kind-parts.ts";
export { everyKindWorld } from "./builders/every-kind-world.ts";
export { sizedWorld, type WorldSize } from "./builders/sized-world.ts";
export { SMALL_WORLD, smallWorld } from "./builders/small-world.ts";
export { type ReaderRole, readerRoleOf, trustPolicies } from "./builders/trust-policies.ts";
export type { EmulatorClock, SkippedEvent } from "./clock.ts";
export * from "./emulator.ts";
export { arns } from "./identity/arns.ts";
export { findManagedPolicy } from "./identity/managed-policies.ts";
export { defaultVersionOf } from "./identity/policy-versions.ts";
export * from "./model.ts";
export type { ReaderRoleInstallation } from "./reader-roles.ts";
export { credentialReportCsv } from "./services/credential-report.ts";
export { API_KEY_SERVICES, shownStatus } from "./services/iam-user-credentials.ts";
export type { PagingStyle } from "./services/paging.ts";
export type { CallCounts, Fault, FaultKind, Faults, Latency, RateLimit } from "./traffic.ts";
export { type LastUse, lastUse, lastUseByService } from "./usage.ts";

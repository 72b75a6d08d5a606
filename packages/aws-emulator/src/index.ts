export * from "./builders/account-parts.ts";
export {
  accessKeyOf,
  mfaDeviceOf,
  serviceSpecificCredentialOf,
  signingCertificateOf,
  sshPublicKeyOf,
} from "./builders/credentials.ts";
export { accountOf, DEFAULT_VENDOR, organisationOf, roleOf, userOf } from "./builders/entities.ts";
export { type ReaderRole, readerRoleOf, trustPolicies } from "./builders/trust-policies.ts";
export type { ReaderRoleInstallation } from "./control/reader-roles.ts";
export * from "./emulator.ts";
export { arns } from "./identity/arns.ts";
export { findManagedPolicy } from "./identity/managed-policies.ts";
export type { PagingStyle } from "./protocol/paging.ts";
export { credentialReportCsv } from "./services/credential-report/credential-report.ts";
export { serviceAccessOf } from "./services/iam/last-accessed/service-access.ts";
export type { LeftOut } from "./traffic/left-out.ts";
export type { CallCounts, Fault, FaultKind, Faults, Latency, RateLimit } from "./traffic/traffic.ts";
export * from "./world/model.ts";
export { defaultVersionOf } from "./world/policy-versions.ts";
export { API_KEY_SERVICES, shownStatus } from "./world/service-credentials.ts";
export type { EmulatorClock, SkippedEvent } from "./world/timeline.ts";
export { type LastUse, lastUse, lastUseByService } from "./world/usage.ts";
export { EVERY_KIND_WORLD } from "./worlds/every-kind-parts.ts";
export { everyKindWorld } from "./worlds/every-kind-world.ts";
export { sizedWorld, type WorldSize } from "./worlds/sized-world.ts";
export { SMALL_WORLD, smallWorld } from "./worlds/small-world.ts";

export { hasTenantDays, readDays, refreshDay, writeDay, writeTenantDay } from "./roll-up.ts";
export { type CredentialDaysInput, readCredentialDays, readCredentialKinds } from "./roll-up-credentials.ts";
export { writeFindingCounts } from "./roll-up-findings.ts";

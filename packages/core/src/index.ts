export { listAuditEvents } from "./audit.ts";
export {
  createConnection,
  getConnection,
  getConnectionTemplate,
  listConnections,
  removeConnection,
  requestVerification,
  updateConnection,
} from "./connections/connections.ts";
export { verifyConnection } from "./connections/verify-connection.ts";
export type { Actor, AwsPort, Ctx, Deps, JobRun, Log, MailPort, Settings, WorkerDeps } from "./context.ts";
export { systemCtx } from "./context.ts";
export { getFindingSummary, listChecks } from "./findings/checks.ts";
export { createException, listExceptions, revokeException } from "./findings/exceptions.ts";
export { getFinding, listFindings, updateFinding } from "./findings/findings.ts";
export { getRotationPolicies, setRotationPolicies } from "./findings/rotation-policies.ts";
export { createApiToken, listApiTokens, resolveApiToken, revokeApiToken } from "./identity/api-tokens.ts";
export { type CreatedTenant, createTenant } from "./identity/create-tenant.ts";
export {
  acceptInvitation,
  describeInvitation,
  listOpenInvitations,
  type OpenInvitation,
  requestSignUp,
} from "./identity/invitations.ts";
export { refuseMail } from "./identity/proof-links.ts";
export { closeSession, openSession, resolveSession, signUp, switchTenant, verifyPassword } from "./identity/sign-in.ts";
export { attemptSignIn } from "./identity/sign-in-attempts.ts";
export { listChanges } from "./inventory/changes.ts";
export {
  getAccountSettings,
  getGroup,
  getIdentityProvider,
  getInstanceProfile,
  getPermissionSet,
  getPolicy,
  getRolesAnywhereResource,
  listCredentialActivity,
  listGroups,
  listIdentityProviders,
  listInstanceProfiles,
  listPermissionSets,
  listPolicies,
  listPolicyAttachments,
  listRoleActivity,
  listRolesAnywhere,
  listUserActivity,
} from "./inventory/entities.ts";
export { getCredential, getRole, getUser, listCredentials, listRoles, listUsers } from "./inventory/inventory.ts";
export { verifyHistory } from "./judgement/recompute.ts";
export { getKeyAgeSeries, getOverview } from "./metrics/metrics.ts";
export { endReplay, getReplay, type ReplayRun, showReplay } from "./metrics/replay.ts";
export {
  addCampaignMembers,
  listCampaignMembers,
  placeCampaignMembers,
  removeCampaignMembers,
  setCampaignMembers,
} from "./migrations/campaigns/campaign-members.ts";
export {
  addCampaignComment,
  createCampaign,
  endCampaign,
  getCampaign,
  listCampaignComments,
  listCampaigns,
  listCampaignWaves,
  updateCampaign,
} from "./migrations/campaigns/campaigns.ts";
export { exportCampaignMembers, importCampaignMembers } from "./migrations/campaigns/members-csv.ts";
export { decideMigrations, type NamedDecision } from "./migrations/decide-migrations.ts";
export { attestMigration } from "./migrations/evidence/attest-migration.ts";
export {
  getEvidenceHead,
  readEvidenceHead,
  type VerifiedEvidence,
  verifyEvidence,
} from "./migrations/evidence/verify-evidence.ts";
export {
  getMigrationCertificate,
  writeCampaignEvidence,
  writeMigrationEvidence,
} from "./migrations/evidence/write-evidence.ts";
export { getMigration } from "./migrations/get-migration.ts";
export { getArtifacts, getReplacement } from "./migrations/get-replacement.ts";
export { getMigrationStanding, listMigrations } from "./migrations/list-migrations.ts";
export { getEvidenceProgress } from "./migrations/lookups/evidence-progress.ts";
export { requestEvidence } from "./migrations/lookups/request-evidence.ts";
export { getMigrationFlow, listMigrationBreakdown } from "./migrations/migration-breakdown.ts";
export { getMigrationProgress, verifyForecast } from "./migrations/migration-progress.ts";
export { getMigrationTimeline } from "./migrations/migration-timeline.ts";
export { planMigration, withdrawPlan } from "./migrations/plan-migration.ts";
export { planMigrations } from "./migrations/plan-migrations.ts";
export { listNextSteps } from "./next-steps/list-next-steps.ts";
export { buryDeadJob } from "./operations/bury-dead-job.ts";
export { checkHealth, type Health } from "./operations/check-health.ts";
export { WORKS } from "./operations/register.ts";
export { SWEEP, SWEEP_EVERY_MS, sweep } from "./operations/sweep.ts";
export { discoverOrganization } from "./organizations/discover-organization.ts";
export {
  getOrganization,
  listOrganizationAccounts,
  requestDiscovery,
  requestMemberVerification,
  requestMemberVerifications,
  selectOrganizationAccounts,
} from "./organizations/organizations.ts";
export { verifyMembers } from "./organizations/verify-members.ts";
export { assignOwner } from "./owners/assign-owner.ts";
export { listOwners } from "./owners/list-owners.ts";
export { createOwnerRule, endOwnerRule, listOwnerRules, updateOwnerRule } from "./owners/owner-rules.ts";
export { previewOwnerRule } from "./owners/preview-owner-rule.ts";
export { getPerson, listPeople, mergePeople, splitPerson } from "./people/people.ts";
export { getMail, listReports } from "./reports/outbox.ts";
export { confirmRecipient, describeConfirmation } from "./reports/recipients.ts";
export { createReportSchedule, listReportSchedules, removeReportSchedule, requestReport } from "./reports/schedules.ts";
export { describeSubscription, unsubscribe } from "./reports/unsubscribe.ts";
export { getRotationHistory } from "./rotation/get-rotation-history.ts";
export { getRotationSeries } from "./rotation/get-rotation-series.ts";
export { getUsagePattern } from "./rotation/get-usage-pattern.ts";
export { listRotationStandings } from "./rotation/list-rotation-standings.ts";
export { getAccountApiCalls, getAccountCoverage } from "./scans/account-record.ts";
export { cancelScan } from "./scans/cancel-scan.ts";
export { recheckUser } from "./scans/recheck-user.ts";
export { getAccount, getScan, listAccounts, listScans, requestScan } from "./scans/request-scan.ts";
export { scanAccount } from "./scans/scan-account.ts";
export { pauseScans, queueScheduledScan, resumeScans, updateAccount } from "./scans/scan-schedule.ts";
export { takeOverScans } from "./scans/take-over-scans.ts";
export { getLatestTrailLookup, getTrailLookup, requestTrailLookup } from "./trail/request-trail-lookup.ts";
export { getPowerOfRole, getPowerOfUser } from "./trust/get-power.ts";
export { getTrustMap } from "./trust/get-trust-map.ts";
export { getTrustVerdict } from "./trust/get-trust-verdict.ts";
export { receiveFile } from "./uploads/receive-file.ts";
export { completeUpload, createUpload, getUpload } from "./uploads/uploads.ts";
export { endPresence, PRESENCE_EVERY_MS, renewPresence } from "./work/worker-presence.ts";

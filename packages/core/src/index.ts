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
export { createApiToken, listApiTokens, resolveApiToken, revokeApiToken } from "./identity/api-tokens.ts";
export { type CreatedTenant, createTenant } from "./identity/create-tenant.ts";
export { closeSession, openSession, resolveSession, signUp, switchTenant, verifyPassword } from "./identity/sign-in.ts";
export { getCredential, getRole, getUser, listCredentials, listRoles, listUsers } from "./inventory/inventory.ts";
export { getKeyAgeSeries, getMigrationSeries, getOverview, getRotationSeries } from "./metrics/metrics.ts";
export { buryDeadJob } from "./operations/bury-dead-job.ts";
export { checkHealth, type Health } from "./operations/check-health.ts";
export { SWEEP_EVERY_MS, sweep } from "./operations/sweep.ts";
export { endPresence, PRESENCE_EVERY_MS, renewPresence } from "./operations/worker-presence.ts";
export { composeReport } from "./reports/compose-report.ts";
export { deliverMail } from "./reports/deliver-mail.ts";
export { getMail, listReports } from "./reports/outbox.ts";
export { createReportSchedule, listReportSchedules, removeReportSchedule, requestReport } from "./reports/schedules.ts";
export { describeSubscription, unsubscribe } from "./reports/unsubscribe.ts";
export { getAccount, getScan, listAccounts, listScans, requestScan } from "./scans/request-scan.ts";
export { scanAccount } from "./scans/scan-account.ts";
export { pauseScans, queueScheduledScan, resumeScans } from "./scans/scan-schedule.ts";

export {
  type EnqueuedJob,
  ownerSql,
  queueProducer,
  type RecordingProducer,
  recordingProducer,
  type TestDepsOptions,
  tenantCtx,
  testDb,
  testDeps,
} from "./context.ts";
export { accountDayRow, type FullTenant, makeFullTenant, tenantDayRow } from "./full-tenant.ts";
export {
  type AccountIds,
  credentialRow,
  insertRows,
  makeAccount,
  newAwsAccountId,
  type Row,
  roleRow,
  scanRow,
  userRow,
} from "./rows.ts";
export { makeTenant, type TestTenant } from "./tenants.ts";

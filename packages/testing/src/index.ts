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
export { makeTenant, type TestTenant } from "./tenants.ts";

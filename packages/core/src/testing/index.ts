export {
  type EnqueuedJob,
  queueProducer,
  type RecordingProducer,
  recordingProducer,
  type TestDepsOptions,
  tenantCtx,
  testDeps,
} from "./context.ts";
export { type FullTenant, makeFullTenant, makeTenant, type TestTenant } from "./tenants.ts";

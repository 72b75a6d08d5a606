export { startDemo } from "./demo.ts";
export { type Settings, settingsFrom } from "./env.ts";
export { migrateDatabase } from "./instance.ts";
export { makeProgress } from "./progress.ts";
export { loadSecrets } from "./secrets.ts";
export { type Instance, makeSupervisor, type Supervisor } from "./supervisor.ts";

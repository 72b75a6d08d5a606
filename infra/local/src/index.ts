export { startDemo } from "./demo.ts";
export { type Settings, settingsFrom } from "./env.ts";
export { migrateDatabase } from "./instance.ts";
export { removeDataFolder as removeDatabase } from "./postgres/data-folder.ts";
export { startPostgres } from "./postgres.ts";
export { makeProgress } from "./progress.ts";
export { loadSecrets } from "./secrets.ts";
export { type Instance, makeSupervisor, type Supervisor } from "./supervisor.ts";

export { hasDataFolder, removeDataFolder } from "./data-folder.ts";
export { explainError, Failure, hasCode } from "./failure.ts";
export { findFreePort } from "./free-port.ts";
export { rotateLog } from "./rotate-log.ts";
export { type PostgresOptions, type PostgresServer, startPostgres } from "./start-postgres.ts";

export { type AuthTx, createDb, type Db, type DbUrls, type SystemTx, type TenantTx } from "./client.ts";
export { DATABASE_ROLES, type DatabaseRole, migrate, type RolePasswords } from "./migrate.ts";
export { Prisma } from "./generated/client.ts";
export { schemaAsSql } from "./schema-engine.ts";

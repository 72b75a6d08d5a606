export { type AuthTx, createDb, type Db, type DbUrls, type SystemTx, type TenantTx } from "./client.ts";
export { Prisma } from "./generated/client.ts";
export * as accounts from "./queries/accounts.ts";
export * as changes from "./queries/changes.ts";
export * as due from "./queries/due.ts";
export * as inventory from "./queries/inventory.ts";
export * as landing from "./queries/landing.ts";
export { containing, keyset, toPage } from "./queries/paging.ts";
export * as rollUp from "./queries/roll-up.ts";

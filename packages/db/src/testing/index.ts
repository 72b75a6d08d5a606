/** The models and the SQL behind a transaction, which nothing but tests may see. */
export { clientOf as modelsOf } from "../sql/rows.ts";
export { closeAtEnd, ownerSql, testDb } from "./database.ts";
export {
  accountDayRow,
  type FullRows,
  type FullTenant,
  insertFullRows,
  makeFullTenant,
  tenantDayRow,
} from "./full-tenant.ts";
export { startTestPostgres, type TestDatabaseUrls, type TestPostgres } from "./postgres.ts";
export { rollUpFindings, rollUpRotations } from "./roll-ups.ts";
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
export { makeTenant, type TenantIds } from "./tenants.ts";
export { provideDatabase } from "./vitest-setup.ts";

export { MIGRATION_DECISIONS, type MigrationDecision } from "./decisions/migration-decisions.ts";
export { type ExampleOrganisationOptions, exampleOrganisation } from "./example-organisation.ts";
export { EXAMPLE_ACCOUNTS, MANAGEMENT_ACCOUNT_ID } from "./story/accounts.ts";
export { LAB_ACCOUNT } from "./story/lab.ts";

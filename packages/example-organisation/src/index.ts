export { EXAMPLE_ACCOUNTS, MANAGEMENT_ACCOUNT_ID } from "./accounts.ts";
export { type ExampleOrganisationOptions, exampleOrganisation } from "./example-organisation.ts";

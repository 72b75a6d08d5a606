export { EXAMPLE_ACCOUNTS } from "./accounts.ts";
export { type ExampleOrganisationOptions, exampleOrganisation } from "./example-organisation.ts";

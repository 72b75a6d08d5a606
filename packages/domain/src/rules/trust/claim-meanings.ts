import type { ClaimMeaning } from "./issuer.ts";

export const TENANT: ClaimMeaning = { names: "tenant" };
export const PROJECT: ClaimMeaning = { names: "project" };
export const PROJECT_OF_TENANT: ClaimMeaning = { names: "project_of_tenant" };
export const PART: ClaimMeaning = { names: "part" };
/** A branch or tag by its full name; all branches are no part. */
export const REF: ClaimMeaning = { names: "part", named: /^refs\/[a-z]+\/./ };
/** A project with its tenant in front; an immutable name has numbers behind both, as in ORG@1/REPO@2. */
export const REPOSITORY: ClaimMeaning = { names: "project", tenant: /^([^/:@]+)[/@]/ };
export const TENANT_AND_PROJECT: ClaimMeaning = { names: "project", tenant: /^([^/:]+)\// };

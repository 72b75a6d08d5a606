import { accountsRouter, scansRouter } from "./routers/accounts.ts";
import { apiTokensRouter, auditEventsRouter } from "./routers/administration.ts";
import { campaignsRouter } from "./routers/campaigns.ts";
import { changesRouter } from "./routers/changes.ts";
import { checksRouter } from "./routers/checks.ts";
import { connectionsRouter } from "./routers/connections.ts";
import {
  accountSettingsRouter,
  groupsRouter,
  identityProvidersRouter,
  instanceProfilesRouter,
  permissionSetsRouter,
  policiesRouter,
  rolesAnywhereRouter,
} from "./routers/entities.ts";
import { evidenceLookupsRouter } from "./routers/evidence-lookups.ts";
import { exceptionsRouter } from "./routers/exceptions.ts";
import { findingsRouter } from "./routers/findings.ts";
import { credentialsRouter, rolesRouter, usersRouter } from "./routers/inventory.ts";
import { metricsRouter } from "./routers/metrics.ts";
import { evidenceRouter, migrationsRouter } from "./routers/migrations.ts";
import { nextStepsRouter } from "./routers/next-steps.ts";
import { organizationsRouter } from "./routers/organizations.ts";
import { ownerRulesRouter, ownersRouter } from "./routers/owners.ts";
import { peopleRouter } from "./routers/people.ts";
import { reportSchedulesRouter, reportsRouter } from "./routers/reports.ts";
import { rotationRouter } from "./routers/rotation.ts";
import { rotationPoliciesRouter } from "./routers/rotation-policies.ts";
import { trailRouter } from "./routers/trail.ts";
import { trustMapRouter } from "./routers/trust-map.ts";
import { uploadsRouter } from "./routers/uploads.ts";
import { createCallerFactory, router } from "./trpc.ts";

/** Everything Rolecall can do for a tenant. The console, tRPC and REST are three doors to these procedures. */
export const appRouter = router({
  connections: connectionsRouter,
  organizations: organizationsRouter,
  accounts: accountsRouter,
  scans: scansRouter,
  users: usersRouter,
  credentials: credentialsRouter,
  roles: rolesRouter,
  policies: policiesRouter,
  groups: groupsRouter,
  instanceProfiles: instanceProfilesRouter,
  identityProviders: identityProvidersRouter,
  permissionSets: permissionSetsRouter,
  rolesAnywhere: rolesAnywhereRouter,
  accountSettings: accountSettingsRouter,
  changes: changesRouter,
  findings: findingsRouter,
  checks: checksRouter,
  exceptions: exceptionsRouter,
  rotationPolicies: rotationPoliciesRouter,
  metrics: metricsRouter,
  // Before migrations, one of which REST would take its path for.
  evidenceLookups: evidenceLookupsRouter,
  migrations: migrationsRouter,
  campaigns: campaignsRouter,
  evidence: evidenceRouter,
  nextSteps: nextStepsRouter,
  owners: ownersRouter,
  ownerRules: ownerRulesRouter,
  people: peopleRouter,
  rotation: rotationRouter,
  trustMap: trustMapRouter,
  reportSchedules: reportSchedulesRouter,
  reports: reportsRouter,
  uploads: uploadsRouter,
  apiTokens: apiTokensRouter,
  trail: trailRouter,
  auditEvents: auditEventsRouter,
});
export type AppRouter = typeof appRouter;

/** Calls the procedures in process, without HTTP: what server components use. */
export const createCaller = createCallerFactory(appRouter);

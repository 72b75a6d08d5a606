import { accountsRouter, scansRouter } from "./routers/accounts.ts";
import { apiTokensRouter, auditEventsRouter } from "./routers/administration.ts";
import { connectionsRouter } from "./routers/connections.ts";
import { credentialsRouter, rolesRouter, usersRouter } from "./routers/inventory.ts";
import { metricsRouter } from "./routers/metrics.ts";
import { reportSchedulesRouter, reportsRouter } from "./routers/reports.ts";
import { createCallerFactory, router } from "./trpc.ts";

/** Everything Rolecall can do for a tenant. The console, tRPC and REST are three doors to these procedures. */
export const appRouter = router({
  connections: connectionsRouter,
  accounts: accountsRouter,
  scans: scansRouter,
  users: usersRouter,
  credentials: credentialsRouter,
  roles: rolesRouter,
  metrics: metricsRouter,
  reportSchedules: reportSchedulesRouter,
  reports: reportsRouter,
  apiTokens: apiTokensRouter,
  auditEvents: auditEventsRouter,
});
export type AppRouter = typeof appRouter;

/** Calls the procedures in process, without HTTP: what server components use. */
export const createCaller = createCallerFactory(appRouter);

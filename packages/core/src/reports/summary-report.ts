import { identity } from "@rolecall/db";
import type { Change, ChangeLine, ReportSchedule, SummaryReport } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { countChanges, listChanges } from "../inventory/changes.ts";
import { listCredentials } from "../inventory/inventory.ts";
import { getOverview } from "../metrics/metrics.ts";
import { getMigrationProgress } from "../migrations/migration-progress.ts";
import { listNextSteps } from "../next-steps/list-next-steps.ts";
import { periodStart } from "./next-due.ts";

const OVERDUE_ROWS = 15;
const CHANGE_LINES = 20;
/** Where the console shows a subject. */
const PATHS: Record<Change["subject"], (change: Change) => string> = {
  user: ({ subjectId }) => `/users/${subjectId}`,
  credential: ({ subjectId }) => `/credentials/${subjectId}`,
  role: ({ subjectId }) => `/roles/${subjectId}`,
  policy: ({ subjectId }) => `/policies/${subjectId}`,
  group: ({ subjectId }) => `/groups/${subjectId}`,
  instance_profile: ({ subjectId }) => `/instance-profiles/${subjectId}`,
  identity_provider: ({ subjectId }) => `/identity-providers/${subjectId}`,
  permission_set: ({ subjectId }) => `/permission-sets/${subjectId}`,
  roles_anywhere: ({ subjectId }) => `/roles-anywhere/${subjectId}`,
  account: ({ awsAccountId }) => `/accounts/${awsAccountId}`,
};

const toLine = (change: Change): ChangeLine => ({
  at: change.foundAt,
  awsAccountId: change.awsAccountId,
  accountName: change.accountName,
  summary: change.summary,
  href: PATHS[change.subject](change),
});

/** What the summary mail shows, read by the use cases of the pages and the API, all at `asOf`. */
export async function readSummary(
  caller: Ctx,
  schedule: Pick<ReportSchedule, "name" | "frequency" | "timeZone">,
  asOf: Date,
): Promise<SummaryReport> {
  const ctx: Ctx = { ...caller, now: () => asOf };
  const since = periodStart(schedule.frequency, asOf);
  const [overview, migration, nextSteps, overdue] = [
    await getOverview(ctx, {}),
    await getMigrationProgress(ctx, { interval: "week" }),
    await listNextSteps(ctx, {}),
    await listCredentials(ctx, { kind: "access_key", state: "overdue", sort: "-age", limit: OVERDUE_ROWS }),
  ];
  const { tenantName, counts } = await ctx.db.inTenant(ctx.tenantId, async (tx) => ({
    tenantName: await identity.getTenantName(tx),
    counts: await countChanges(tx, since, asOf),
  }));
  const justAfter = (at: Date) => new Date(at.getTime() + 1);
  const changes = await listChanges(ctx, {
    since: justAfter(since),
    until: justAfter(asOf),
    firstSeen: false,
    limit: CHANGE_LINES,
  });
  const total = counts.created + counts.changed + counts.removed;
  return {
    tenantName,
    scheduleName: schedule.name,
    asOf,
    since,
    timeZone: schedule.timeZone,
    overview,
    migration,
    nextSteps,
    changes: { ...counts, lines: changes.items.map(toLine), linesLeftOut: total - changes.items.length },
    overdue: { total: overview.today?.activeKeysOverdue ?? 0, rows: overdue.items },
    consoleUrl: ctx.settings.publicUrl,
  };
}

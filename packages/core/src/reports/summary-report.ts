import { changes as changeQueries } from "@rolecall/db";
import type { ChangeLine, ReportSchedule, SummaryReport } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { listCredentials } from "../inventory/inventory.ts";
import { getMigrationSeries, getOverview } from "../metrics/metrics.ts";
import { periodStart } from "./next-due.ts";

const OVERDUE_ROWS = 15;
const CHANGE_LINES = 20;
const PATH = { user: "users", credential: "credentials", role: "roles" } as const;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function toLine(row: changeQueries.ChangeRow): ChangeLine {
  const { content } = row;
  const credentialLabel = `${text(content.access_key_id) || text(content.kind).replaceAll("_", " ")} of ${text(content.user_name)}`;
  const label = { user: text(content.user_name), role: text(content.role_name), credential: credentialLabel }[
    row.subject
  ];
  return {
    at: row.at,
    awsAccountId: row.awsAccountId,
    subject: row.subject,
    change: row.change,
    label,
    href: row.change === "removed" ? null : `/${PATH[row.subject]}/${row.subjectId}`,
  };
}

/** What the summary mail shows, read by the use cases of the pages and the API, all at `asOf`. */
export async function readSummary(
  caller: Ctx,
  schedule: Pick<ReportSchedule, "name" | "frequency" | "timeZone">,
  asOf: Date,
): Promise<SummaryReport> {
  const ctx: Ctx = { ...caller, now: () => asOf };
  const since = periodStart(schedule.frequency, asOf);
  const [overview, migration, overdue] = [
    await getOverview(ctx, {}),
    await getMigrationSeries(ctx, { interval: "week" }),
    await listCredentials(ctx, { kind: "access_key", state: "overdue", sort: "-age", limit: OVERDUE_ROWS }),
  ];
  const { tenantName, changed } = await ctx.db.inTenant(ctx.tenantId, async (tx) => ({
    tenantName: (await tx.tenant.findUniqueOrThrow({ where: { id: ctx.tenantId } })).name,
    changed: await changeQueries.readChanges(tx, since, asOf),
  }));
  const total = Object.values(changed.counts).reduce((sum, count) => sum + count, 0);
  const lines = changed.rows.slice(0, CHANGE_LINES).map(toLine);
  return {
    tenantName,
    scheduleName: schedule.name,
    asOf,
    since,
    timeZone: schedule.timeZone,
    overview,
    migration,
    changes: {
      created: changed.counts.created ?? 0,
      changed: changed.counts.changed ?? 0,
      removed: changed.counts.removed ?? 0,
      lines,
      linesLeftOut: total - lines.length,
    },
    overdue: { total: overview.today?.activeKeysOverdue ?? 0, rows: overdue.items },
    consoleUrl: ctx.settings.publicUrl,
  };
}

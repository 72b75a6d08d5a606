import { findings, migrations, type TenantTx } from "@rolecall/db";
import {
  type FirstObject,
  ListFindingsInput,
  ListMigrationsInput,
  type NextSteps,
  type NextStepsInput,
  rankSteps,
  type StepSource,
  summarizeFindings,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { stageCountsOf } from "../migrations/list-migrations.ts";

/** The one that comes first in the list that a step leads to. */
async function firstOf(
  tx: TenantTx,
  source: StepSource,
  { awsAccountId, now }: NextStepsInput & { now: Date },
): Promise<FirstObject | null> {
  if (source.kind === "findings") {
    const input = ListFindingsInput.parse({ checkId: source.checkId, status: "open", awsAccountId, limit: 1 });
    const [finding] = (await findings.listFindingRows(tx, input, undefined, now)).items;
    if (!finding) return null;
    const { resourceName: name, accountName, owner, id } = finding;
    return { name, awsAccountId: finding.awsAccountId, accountName, owner, path: `/findings/${id}` };
  }
  const input = ListMigrationsInput.parse({ stage: source.stage, awsAccountId, sort: "dueOn", limit: 1 });
  const [migration] = (await migrations.listMigrationRows(tx, input)).items;
  if (!migration) return null;
  const { userName: name, accountName, owner, userId } = migration;
  return { name, awsAccountId: migration.awsAccountId, accountName, owner, path: `/migration/${userId}` };
}

/**
 * What to do first, of the tenant or of one account: at most seven kinds of steps by their rank, each with as many objects as the list
 * that it leads to, and the first of them. All of one moment, and by one connection to the database, as every visit asks for it.
 */
export const listNextSteps = (ctx: Ctx, input: NextStepsInput): Promise<NextSteps> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const now = ctx.now();
    const { byCheck } = summarizeFindings(await findings.countOpenFindings(tx, input, now));
    const stages = stageCountsOf(await migrations.countMigrations(tx, input));
    const { accountsNotJudged } = await findings.readJudgements(tx, input);
    const { steps, more } = rankSteps({ byCheck, stages });
    const shown: NextSteps["steps"] = [];
    for (const step of steps) shown.push({ ...step, first: await firstOf(tx, step.source, { ...input, now }) });
    return { steps: shown, more, accountsNotJudged };
  });

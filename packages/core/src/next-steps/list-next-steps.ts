import {
  type FirstObject,
  ListFindingsInput,
  ListMigrationsInput,
  type NextSteps,
  type NextStepsInput,
  rankSteps,
  type StepSource,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { getFindingSummary, listChecks } from "../findings/checks.ts";
import { listFindings } from "../findings/findings.ts";
import { getMigrationStanding, listMigrations } from "../migrations/list-migrations.ts";

/** The one that comes first in the list that a step leads to. */
async function firstOf(ctx: Ctx, source: StepSource, { awsAccountId }: NextStepsInput): Promise<FirstObject | null> {
  if (source.kind === "findings") {
    const input = ListFindingsInput.parse({ checkId: source.checkId, status: "open", awsAccountId, limit: 1 });
    const [finding] = (await listFindings(ctx, input)).items;
    if (!finding) return null;
    const { resourceName: name, accountName, owner, id } = finding;
    return { name, awsAccountId: finding.awsAccountId, accountName, owner, path: `/findings/${id}` };
  }
  const input = ListMigrationsInput.parse({ stage: source.stage, awsAccountId, sort: "dueOn", limit: 1 });
  const [migration] = (await listMigrations(ctx, input)).items;
  if (!migration) return null;
  const { userName: name, accountName, owner, userId } = migration;
  return { name, awsAccountId: migration.awsAccountId, accountName, owner, path: `/migration/${userId}` };
}

/**
 * What to do first, of the tenant or of one account: at most seven kinds of steps by their rank, each with as many objects as the list
 * that it leads to, and the first of them.
 */
export async function listNextSteps(ctx: Ctx, input: NextStepsInput): Promise<NextSteps> {
  const [{ byCheck }, { stages }, { accountsNotJudged }] = await Promise.all([
    getFindingSummary(ctx, input),
    getMigrationStanding(ctx, input),
    listChecks(ctx, input),
  ]);
  const { steps, more } = rankSteps({ byCheck, stages });
  const firsts = await Promise.all(steps.map(({ source }) => firstOf(ctx, source, input)));
  return { steps: steps.map((step, index) => ({ ...step, first: firsts[index] ?? null })), more, accountsNotJudged };
}

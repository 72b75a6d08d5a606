import type { MigrationStage, StageCounts } from "@rolecall/domain";
import { CountLinks } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { MigrationFilters } from "../../../rooms/address/migration.ts";
import type { View } from "../../../rooms/list/view.ts";
import { STAGES } from "../../../rooms/migration/migration-labels.ts";
import { serverApi } from "../../../server/api.ts";
import classes from "./stage-board.module.css";

/** The stages by what they ask for, from left to right. */
const COLUMNS: readonly { heading: string; stages: readonly MigrationStage[] }[] = [
  { heading: "To plan", stages: ["identified"] },
  { heading: "Under way", stages: ["planned", "role_ready", "adopted", "quiet", "deactivated", "deleted"] },
  { heading: "Done", stages: ["removed", "verified", "retired"] },
  { heading: "Standing still", stages: ["blocked", "excepted"] },
];

const sumOf = (counts: StageCounts, stages: readonly MigrationStage[]): number =>
  stages.reduce((sum, stage) => sum + counts[stage], 0);

/** How many users stand at which stage; each number filters the queue by it, and a second click takes the filter away. */
export async function StageBoard({ view }: { view: View<MigrationFilters> }) {
  const { filters, moment } = view;
  const api = await serverApi();
  const { stages: counts } = await api.migrations.standing({
    awsAccountId: filters.awsAccountId ?? undefined,
    asOf: moment.asOf,
  });
  const all = COLUMNS.reduce((sum, { stages }) => sum + sumOf(counts, stages), 0);
  if (all === 0) return null;
  return (
    <section aria-label="Users by stage" className={classes.board}>
      {COLUMNS.map(({ heading, stages }) => (
        <div key={heading} className={classes.column} style={{ flexGrow: stages.length }}>
          <p className={classes.heading}>
            {heading} <span>{formatCount(sumOf(counts, stages))}</span>
          </p>
          <CountLinks
            label={`Stages: ${heading}`}
            links={stages.map((stage) => ({
              ...{ id: stage, label: STAGES[stage].label, meaning: STAGES[stage].meaning },
              ...{ count: counts[stage], tone: null },
              href: view.href({ stage: filters.stage === stage ? null : stage }),
              isCurrent: filters.stage === stage,
            }))}
          />
        </div>
      ))}
    </section>
  );
}

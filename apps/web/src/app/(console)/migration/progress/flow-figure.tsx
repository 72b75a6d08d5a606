import { flowChart, flowTargets } from "@rolecall/charts";
import { type MigrationFlow, TARGETS, tallyOf, USER_TYPES } from "@rolecall/domain";
import { ChartFigure, LinkText } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import { MIGRATIONS } from "../../../../rooms/address/migration.ts";
import { ThemedChart } from "../../../../rooms/charts/themed-chart.tsx";
import { serverApi } from "../../../../server/api.ts";
import classes from "./flow-figure.module.css";

const PX_PER_TARGET = 34;
const LEAST_PX = 240;

function rowOf({ userType, target, users, stages }: MigrationFlow): (string | number)[] {
  const { moved, retired, excepted, left } = tallyOf(stages);
  return [`${USER_TYPES[userType]} to ${TARGETS[target].label}`, users, moved, retired, left, excepted];
}

/** The targets of most users, each with the way to them. */
function Targets({ flows, awsAccountId }: { flows: readonly MigrationFlow[]; awsAccountId: string | null }) {
  const byTarget = Map.groupBy(flows, ({ target }) => target);
  const targets = [...byTarget].map(([target, of]) => ({
    target,
    users: of.reduce((sum, { users }) => sum + users, 0),
  }));
  return targets
    .toSorted((a, b) => b.users - a.users)
    .slice(0, 3)
    .map(({ target, users }, index) => (
      <span key={target}>
        {index > 0 && ", "}
        <LinkText inherit underline="always" href={MIGRATIONS.href({ target, awsAccountId })}>
          {TARGETS[target].label}: {formatAmount(users, "user")}
        </LinkText>
      </span>
    ));
}

/** From types of user over types of target to where they stand, as a picture with its figures. */
export async function FlowFigure({ awsAccountId }: { awsAccountId: string | null }) {
  const api = await serverApi();
  const flows = await api.migrations.flow({ awsAccountId: awsAccountId ?? undefined });
  if (flows.length === 0) return null;
  return (
    <ChartFigure
      title="From users to targets"
      caption={<Targets flows={flows} awsAccountId={awsAccountId} />}
      table={{
        columns: ["From and to", "Users", "Moved", "Retired", "Left", "Excepted"],
        rows: flows.map(rowOf),
      }}
    >
      <div className={classes.picture}>
        <ThemedChart
          fullWidth
          title="From users to targets"
          description="Users by what they sign in with, by what takes over, and by where they stand"
          heightPx={Math.max(LEAST_PX, flowTargets(flows) * PX_PER_TARGET)}
          optionOf={(style) => flowChart(flows, style)}
        />
      </div>
    </ChartFigure>
  );
}

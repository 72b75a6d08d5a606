import { MIGRATION_BANDS, usersOfBand } from "@rolecall/charts";
import type { StageCounts } from "@rolecall/domain";
import { formatCount } from "@rolecall/ui/format";
import { ChartColours } from "../charts/themed-chart.tsx";
import classes from "./stage-share.module.css";

type StageShareProps = { stages: StageCounts };

const colourOf = (id: string): string => `var(--chart-migration-${id.toLowerCase()})`;

/** How many users of a group stand where, as a bar and in words, in the colours of the burndown. */
export function StageShare({ stages }: StageShareProps) {
  const bands = MIGRATION_BANDS.map((band) => ({ ...band, users: usersOfBand({ stages }, band) })).filter(
    ({ users }) => users > 0,
  );
  if (bands.length === 0) return "–";
  return (
    <div className={classes.share}>
      <ChartColours />
      <div className={classes.bar} aria-hidden="true">
        {bands.map(({ id, users }) => (
          <span key={id} style={{ flexGrow: users, background: colourOf(id) }} />
        ))}
      </div>
      <ul className={classes.parts}>
        {bands.map(({ id, label, users }) => (
          <li key={id}>
            <span className={classes.dot} style={{ background: colourOf(id) }} aria-hidden="true" />
            {formatCount(users)} {label.toLowerCase()}
          </li>
        ))}
      </ul>
    </div>
  );
}

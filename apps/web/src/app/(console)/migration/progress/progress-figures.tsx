import { forecastInWords, type MigrationProgress, paceInWords } from "@rolecall/domain";
import { LinkText, SectionCard, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { MIGRATIONS, type MigrationProgressFilters } from "../../../../rooms/address/migration.ts";
import { Figure, Figures } from "../../../../rooms/figures/figures.tsx";

type PartProps = { progress: MigrationProgress; filters: MigrationProgressFilters };

/** The pace that the target date needs, beside the one that there is. */
function NeededPace({ progress: { forecast }, filters: { targetDate } }: PartProps) {
  if (targetDate === null) return null;
  const { paceNeeded, pacePerWeek } = forecast;
  if (paceNeeded === null)
    return (
      <Figure
        label="Pace needed"
        value={<Unknown reason="The target date has passed." />}
        note="target date has passed"
      />
    );
  const isEnough = pacePerWeek >= paceNeeded;
  return (
    <Figure
      label="Pace needed"
      value={paceInWords(paceNeeded)}
      note={`${isEnough ? "the present pace is enough" : "more than the present pace"} for ${targetDate}`}
    />
  );
}

/** How many are moved, how many are left, how fast, and until when. */
export function ProgressFigures({ progress, filters }: PartProps) {
  const { forecast, points } = progress;
  const last = points.at(-1);
  if (!last) return null;
  const { awsAccountId, owner } = filters;
  return (
    <SectionCard title="Forecast" description={forecastInWords(forecast)}>
      <Figures>
        <Figure label="Moved" value={formatCount(last.moved)} note={`of ${formatCount(last.scope)} users in scope`} />
        <Figure label="Retired" value={formatCount(last.retired)} note="deleted without a successor" />
        <Figure
          label="Left"
          value={<LinkText href={MIGRATIONS.href({ awsAccountId, owner })}>{formatCount(last.left)}</LinkText>}
          note={last.excepted > 0 ? `besides ${formatCount(last.excepted)} excepted` : "to be moved or retired"}
        />
        <Figure
          label="Pace"
          value={paceInWords(forecast.pacePerWeek)}
          note={forecast.pacePerWeek < 0 ? "more are added than done" : "done, net of new users"}
        />
        <NeededPace progress={progress} filters={filters} />
      </Figures>
    </SectionCard>
  );
}

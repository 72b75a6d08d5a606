import { forecastInWords, LATELY_DAYS, type MigrationProgress, MS_PER_DAY, paceInWords } from "@rolecall/domain";
import { LinkText, SectionCard, Unknown } from "@rolecall/ui";
import { formatCount, formatDay } from "@rolecall/ui/format";
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

type Point = MigrationProgress["points"][number];

/** What changed in the last four weeks; null: the series is shorter. */
function changeLately(points: readonly Point[]): Pick<Point, "scope" | "moved" | "retired"> | null {
  const last = points.at(-1);
  if (!last) return null;
  const since = formatDay(new Date(Date.parse(last.day) - LATELY_DAYS * MS_PER_DAY));
  const before = points.findLast(({ day }) => day <= since);
  return (
    (before && {
      ...{ scope: last.scope - before.scope, moved: last.moved - before.moved },
      retired: last.retired - before.retired,
    }) ??
    null
  );
}

const inFourWeeks = (change: number | undefined): string => {
  if (change === undefined) return "";
  if (change === 0) return "; unchanged in 4 weeks";
  return `; ${change > 0 ? "+" : "−"}${formatCount(Math.abs(change))} in 4 weeks`;
};

/** How many are moved, how many are left, how fast, and until when. */
export function ProgressFigures({ progress, filters }: PartProps) {
  const { forecast, points } = progress;
  const last = points.at(-1);
  if (!last) return null;
  const { awsAccountId, owner } = filters;
  const lately = changeLately(points);
  return (
    <SectionCard title="Forecast" description={forecastInWords(forecast)}>
      <Figures>
        <Figure
          label="Moved"
          value={formatCount(last.moved)}
          note={`of ${formatCount(last.scope)} users in scope${inFourWeeks(lately?.moved)}`}
        />
        <Figure
          label="Retired"
          value={
            <LinkText href={MIGRATIONS.href({ awsAccountId, owner, stage: "retired" })}>
              {formatCount(last.retired)}
            </LinkText>
          }
          note={`deleted without a successor${inFourWeeks(lately?.retired)}`}
        />
        <Figure
          label="Scope"
          value={formatCount(last.scope)}
          note={`grows with new users${inFourWeeks(lately?.scope)}`}
        />
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

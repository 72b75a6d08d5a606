import { Text } from "@mantine/core";
import type { ActivityDay } from "@rolecall/domain";
import { type Column, DataTable, DateText, SectionCard } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { Moment } from "../as-of/moment.ts";
import { type ActivityCalendar, activityCalendar, SHOWN_DAYS } from "./activity-days.ts";
import classes from "./activity-strip.module.css";

const CELL_PX = 10;
const STEP_PX = 12;
const LABELS_PX = 14;
const SHOWN_ROWS = 100;

const SOURCES: Record<ActivityDay["source"], string> = {
  last_used: "last use",
  service_last_accessed: "service last accessed",
  roles_anywhere: "Roles Anywhere",
};

const columns: readonly Column<ActivityDay>[] = [
  { id: "day", header: "Day", cell: ({ day }) => day },
  { id: "service", header: "Service", cell: ({ service }) => service ?? "not told" },
  { id: "region", header: "Region", cell: ({ region }) => region ?? "not told" },
  { id: "last", header: "Last use that day", cell: ({ lastAt }) => <DateText at={lastAt} withTime /> },
  { id: "source", header: "As told by", cell: ({ source }) => SOURCES[source] },
];

function Picture({ calendar, label }: { calendar: ActivityCalendar; label: string }) {
  const width = calendar.weeks * STEP_PX;
  const height = LABELS_PX + 7 * STEP_PX;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Calendar of use">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        {calendar.months.map((month) => (
          <text key={month.week} x={month.week * STEP_PX} y={10} className={classes.month}>
            {month.label}
          </text>
        ))}
        {calendar.cells.map((cell) => (
          <rect
            key={cell.day}
            x={cell.week * STEP_PX + 0.5}
            y={LABELS_PX + cell.weekday * STEP_PX + 0.5}
            width={CELL_PX}
            height={CELL_PX}
            rx={2}
            className={classes.cell}
            data-state={cell.state}
          />
        ))}
      </svg>
    </section>
  );
}

function Legend() {
  return (
    <ul className={classes.legend}>
      <li>
        <span className={classes.swatch} data-state="used" aria-hidden="true" /> used
      </li>
      <li>
        <span className={classes.swatch} data-state="none" aria-hidden="true" /> no use sampled
      </li>
      <li>
        <span className={classes.swatch} data-state="unknown" aria-hidden="true" /> not watched yet
      </li>
    </ul>
  );
}

type ActivityStripProps = {
  activity: readonly ActivityDay[];
  moment: Moment;
  firstSeenAt: Date;
  noun: string;
};

/** On which of the last 400 days something was used, as a calendar and as a table. */
export function ActivityStrip({ activity, moment, firstSeenAt, noun }: ActivityStripProps) {
  const samples = moment.asOf ? activity.filter(({ lastAt }) => lastAt <= moment.at) : activity;
  const calendar = activityCalendar(samples, moment.at, firstSeenAt);
  const { usedDays, lastDay } = calendar;
  const sentence =
    lastDay === null
      ? `No use of this ${noun} was sampled in the ${SHOWN_DAYS} days up to ${moment.at.toISOString().slice(0, 10)}.`
      : `Used on at least ${usedDays} of the last ${SHOWN_DAYS} days, last on ${lastDay}.`;
  return (
    <SectionCard
      title={`Use in the last ${SHOWN_DAYS} days`}
      description={`${sentence} AWS tells only the last use, and each scan keeps one sample: a day without a mark is no proof of disuse.`}
      actions={<Legend />}
    >
      <Picture calendar={calendar} label={sentence} />
      {samples.length > 0 && (
        <details className={classes.details}>
          <summary>Show the days</summary>
          <div className={classes.rows}>
            <DataTable
              caption="Days of use"
              columns={columns}
              rows={samples.slice(0, SHOWN_ROWS)}
              rowKey={({ day, service, region, source }) => `${day} ${service} ${region} ${source}`}
              empty={null}
            />
          </div>
          {samples.length > SHOWN_ROWS && (
            <Text size="xs" c="dimmed" mt="xs">
              The newest {SHOWN_ROWS} of {formatCount(samples.length)} samples.
            </Text>
          )}
        </details>
      )}
    </SectionCard>
  );
}

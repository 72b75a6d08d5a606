import { Text } from "@mantine/core";
import type { MigrationDetail, MigrationTimeline, UseRun } from "@rolecall/domain";
import { type Column, DataTable, DateText, LinkText, SectionCard } from "@rolecall/ui";
import { formatDay } from "@rolecall/ui/format";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { KIND_LABELS } from "../../../../rooms/credentials/credential-labels.ts";
import { STAGES } from "../../../../rooms/migration/migration-labels.ts";
import { serverApi } from "../../../../server/api.ts";
import classes from "./timeline-card.module.css";
import { type Axis, axisOf, daysByState, placeOf, placeOfRun, pointOf, runInWords, ticksOf } from "./timeline-days.ts";

type Safe = Pick<MigrationDetail, "safeFrom" | "safeReason">;
type Lane = { id: string; label: string; href: string; note: string | null; runs: readonly UseRun[] };

const atPlace = ({ left, width }: { left: number; width: number }) => ({ left: `${left}%`, width: `${width}%` });

/** So many runs of a lane stand in the table: the newest. */
const SHOWN_RUNS = 60;

function lanesOf({ credentials, roles }: MigrationTimeline, { day }: Moment): Lane[] {
  return [
    ...credentials.map(({ id, kind, name, goneOn, runs }) => ({
      ...{ id, runs, note: goneOn && `deleted ${goneOn}` },
      label: name ? `${KIND_LABELS[kind]} ${name}` : KIND_LABELS[kind],
      href: hrefOf(`/credentials/${id}`, { asOf: day }),
    })),
    ...roles.map(({ id, name, goneOn, runs }) => ({
      ...{ id, runs, note: goneOn && `deleted ${goneOn}` },
      label: `Role ${name}`,
      href: hrefOf(`/roles/${id}`, { asOf: day }),
    })),
  ];
}

function Track({ runs, axis }: { runs: readonly UseRun[]; axis: Axis }) {
  return runs.map((run) => {
    const place = placeOfRun(run, axis);
    return (
      place && (
        <span
          key={run.from}
          className={classes.run}
          data-state={run.state}
          style={atPlace(place)}
          title={runInWords(run)}
        />
      )
    );
  });
}

function StageTrack({ stages, axis, endMs }: { stages: MigrationTimeline["stages"]; axis: Axis; endMs: number }) {
  return stages.map(({ stage, from, to }) => {
    const place = placeOf({ fromMs: from.getTime(), toMs: to?.getTime() ?? endMs }, axis);
    const { label } = STAGES[stage];
    return (
      place && (
        <span
          key={`${stage} ${from.toISOString()}`}
          className={classes.stage}
          data-tone={STAGES[stage].tone}
          style={atPlace(place)}
          title={`${label}: ${formatDay(from)} to ${to ? formatDay(to) : "now"}`}
        >
          {label}
        </span>
      )
    );
  });
}

function Legend() {
  return (
    <ul className={classes.legend}>
      {(["used", "quiet", "unknown"] as const).map((state) => (
        <li key={state}>
          <span className={classes.swatch} data-state={state} aria-hidden="true" />{" "}
          {{ used: "used", quiet: "not used", unknown: "not known" }[state]}
        </li>
      ))}
    </ul>
  );
}

const COLUMNS: readonly Column<UseRun & { label: string }>[] = [
  { id: "label", header: "Of", cell: ({ label }) => label },
  { id: "run", header: "Days", cell: (run) => runInWords(run) },
];

function Figures({ lanes }: { lanes: readonly Lane[] }) {
  const rows = lanes.flatMap(({ label, runs }) =>
    runs
      .slice(-SHOWN_RUNS)
      .toReversed()
      .map((run) => ({ ...run, label })),
  );
  return (
    <details className={classes.details}>
      <summary>Show the days</summary>
      <div className={classes.rows}>
        <DataTable
          caption="Days of use"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ label, from }) => `${label} ${from}`}
          empty={null}
        />
      </div>
    </details>
  );
}

function SafeLine({ safeFrom, safeReason }: Safe) {
  return (
    <>
      {safeFrom ? (
        <>
          Safe to deactivate from <DateText at={safeFrom} />.{" "}
        </>
      ) : null}
      {safeReason}
    </>
  );
}

/** In one sentence what the picture shows of a lane, for people who cannot see it. */
function laneInWords({ label, runs }: Lane): string {
  const { used, quiet, unknown } = daysByState(runs);
  return `${label}: used on ${used} days, not used on ${quiet}, not known of ${unknown}.`;
}

/** Use of the credentials and of the role that takes over, with the stages and the safe day, on one axis. */
export async function TimelineCard({ migration, moment }: { migration: MigrationDetail; moment: Moment }) {
  const { userId, safeFrom, safeReason } = migration;
  const api = await serverApi();
  const timeline = await api.migrations.timeline({ userId, asOf: moment.asOf });
  const axis = axisOf(timeline, safeFrom);
  const lanes = lanesOf(timeline, moment);
  const endMs = Date.parse(`${timeline.to}T00:00:00Z`) + 86_400_000;
  const safeAt = safeFrom && pointOf(safeFrom.getTime(), axis);
  return (
    <SectionCard
      title="Use of the old way and the new one"
      description={<SafeLine safeFrom={safeFrom} safeReason={safeReason} />}
      actions={<Legend />}
    >
      <div className={classes.chart}>
        <div className={classes.name} />
        <div className={classes.ticks} aria-hidden="true">
          {ticksOf(axis).map(({ left, label }) => (
            <span key={left} style={{ left: `${left}%` }}>
              {label}
            </span>
          ))}
        </div>
        <div className={classes.name}>Stages</div>
        <div className={classes.track} data-stages="">
          <StageTrack stages={timeline.stages} axis={axis} endMs={endMs} />
        </div>
        {lanes.map((lane) => (
          <div key={lane.id} className={classes.lane}>
            <div className={classes.name}>
              <LinkText inherit href={lane.href}>
                {lane.label}
              </LinkText>
              {lane.note && (
                <Text component="span" size="xs" c="dimmed">
                  {lane.note}
                </Text>
              )}
            </div>
            <div className={classes.track} role="img" aria-label={laneInWords(lane)}>
              <Track runs={lane.runs} axis={axis} />
              {typeof safeAt === "number" && (
                <span
                  className={classes.safe}
                  style={{ left: `${safeAt}%` }}
                  title={`Safe to deactivate from ${safeFrom && formatDay(safeFrom)}`}
                />
              )}
            </div>
          </div>
        ))}
      </div>
      <Text size="xs" c="dimmed" mt="xs">
        AWS tells only the last use: days that no scan can tell of are not known.
      </Text>
      <Figures lanes={lanes} />
    </SectionCard>
  );
}

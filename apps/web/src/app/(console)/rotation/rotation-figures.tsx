import type { RotationSeries } from "@rolecall/domain";
import { LinkText, SectionCard, Unknown } from "@rolecall/ui";
import { formatCount, formatDays } from "@rolecall/ui/format";
import type { ReactNode } from "react";
import { activeKeysHref } from "../../../rooms/address/credentials.ts";
import { FINDINGS } from "../../../rooms/address/findings.ts";
import type { RotationFilters } from "../../../rooms/address/rotation.ts";
import { readRotation } from "./read-rotation.ts";
import classes from "./rotation-figures.module.css";
import { COUNTED_STATES } from "./state-links.ts";

/** Rounded down, so that 100% means all. */
const percent = (value: number): string => `${Math.floor(value * 10) / 10}%`;
const total = (series: RotationSeries, key: "rotationsStarted" | "rotationsCompleted"): number =>
  series.points.reduce((sum, point) => sum + point[key], 0);

function medianNote(series: RotationSeries): string {
  const completed = total(series, "rotationsCompleted");
  const rotations = completed === 1 ? "the one rotation" : `the ${formatCount(completed)} rotations`;
  return `median of ${rotations} completed in the shown time; begun: ${formatCount(total(series, "rotationsStarted"))}`;
}

type FigureProps = { label: string; value: ReactNode; note: ReactNode };

function Figure({ label, value, note }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>{value}</dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  );
}

const NOT_JUDGED = <Unknown reason="No account has been judged yet, so nothing is known." />;

type FindingCountProps = {
  amount: number;
  checkId: "rotated_in_name_only" | "two_key_deadlock";
  filters: RotationFilters;
};

/** Findings cannot be filtered by unit or by a missing owner: then the number is no link, and the note links to all findings. */
function FindingCount({ amount, checkId, filters }: FindingCountProps) {
  const { awsAccountId, owner, unitId, unowned } = filters;
  if (unitId !== null || (owner === null && unowned)) return formatCount(amount);
  return <LinkText href={FINDINGS.href({ checkId, awsAccountId, owner })}>{formatCount(amount)}</LinkText>;
}

function FindingNote({ children, checkId, filters }: Omit<FindingCountProps, "amount"> & { children: string }) {
  const { owner, unitId, unowned } = filters;
  if (unitId === null && !(owner === null && unowned)) return children;
  return (
    <>
      {children}.{" "}
      <LinkText inherit underline="always" href={FINDINGS.href({ checkId })}>
        See all of them
      </LinkText>
    </>
  );
}

/** The number of keys in each state today; each number links to the keys it counts. */
function States({ states, filters }: { states: RotationSeries["points"][number]["states"]; filters: RotationFilters }) {
  return (
    <ul className={classes.states} aria-label="Active access keys by state">
      {COUNTED_STATES.map(({ count: key, state, label }) => (
        <li key={state}>
          <LinkText inherit href={activeKeysHref(filters, state)}>
            {formatCount(states[key])} {label.toLowerCase()}
          </LinkText>
        </li>
      ))}
    </ul>
  );
}

/** The figures of rotations in the chosen time. */
export async function RotationFigures({ filters }: { filters: RotationFilters }) {
  const series = await readRotation(filters);
  const last = series.points.at(-1);
  const share = last?.compliantPercent ?? null;
  return (
    <SectionCard
      title="Today"
      description="Counted when each account was last judged. Lists are judged at this moment: between two scans a deadline may have passed."
    >
      <dl className={classes.figures}>
        <Figure
          label="Within their deadline"
          value={
            last ? (
              share === null ? (
                "none"
              ) : (
                <LinkText href={activeKeysHref(filters)}>{percent(share)}</LinkText>
              )
            ) : (
              NOT_JUDGED
            )
          }
          note={share === null ? "no active key of known age" : "of the active keys of known age"}
        />
        <Figure
          label="Time to cut over"
          value={series.medianCutOverDays === null ? "none" : formatDays(series.medianCutOverDays)}
          note={series.medianCutOverDays === null ? "no rotation was completed in the shown time" : medianNote(series)}
        />
        <Figure
          label="In name only"
          value={
            last ? (
              <FindingCount amount={series.inNameOnly} checkId="rotated_in_name_only" filters={filters} />
            ) : (
              NOT_JUDGED
            )
          }
          note={
            <FindingNote checkId="rotated_in_name_only" filters={filters}>
              a new key was made, and the old one is still in use
            </FindingNote>
          }
        />
        <Figure
          label="Deadlocked"
          value={
            last ? <FindingCount amount={series.deadlocked} checkId="two_key_deadlock" filters={filters} /> : NOT_JUDGED
          }
          note={
            <FindingNote checkId="two_key_deadlock" filters={filters}>
              users both of whose keys are in use: no room for a new one
            </FindingNote>
          }
        />
      </dl>
      {last && <States states={last.states} filters={filters} />}
    </SectionCard>
  );
}

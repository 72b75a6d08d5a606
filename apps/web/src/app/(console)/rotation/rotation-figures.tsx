import type { RotationSeries } from "@rolecall/domain";
import { LinkText, SectionCard, Unknown } from "@rolecall/ui";
import { formatCount, formatDays } from "@rolecall/ui/format";
import { activeKeysHref } from "../../../rooms/address/credentials.ts";
import { FINDINGS } from "../../../rooms/address/findings.ts";
import type { RotationFilters } from "../../../rooms/address/rotation.ts";
import { Figure, Figures } from "../../../rooms/figures/figures.tsx";
import { readRotation } from "./read-rotation.ts";
import classes from "./rotation-figures.module.css";
import { COUNTED_STANDINGS } from "./state-links.ts";

/** Rounded down, so that 100% means all. */
const percent = (value: number): string => `${Math.floor(value * 10) / 10}%`;
const total = (series: RotationSeries, key: "rotationsStarted" | "rotationsCompleted"): number =>
  series.points.reduce((sum, point) => sum + point[key], 0);

function medianNote(series: RotationSeries): string {
  const completed = total(series, "rotationsCompleted");
  const rotations = completed === 1 ? "the one rotation" : `the ${formatCount(completed)} rotations`;
  return `median of ${rotations} completed in the shown time; begun: ${formatCount(total(series, "rotationsStarted"))}`;
}

const NOT_JUDGED = <Unknown reason="No account has been judged yet, so nothing is known." />;

/** The share of keys within their deadline; it links to the keys. */
function WithinDeadline({ series, filters }: { series: RotationSeries; filters: RotationFilters }) {
  const last = series.points.at(-1);
  const share = last?.compliantPercent ?? null;
  const shown = share === null ? "none" : <LinkText href={activeKeysHref(filters)}>{percent(share)}</LinkText>;
  return (
    <Figure
      label="Within their deadline"
      value={last ? shown : NOT_JUDGED}
      note={share === null ? "no active key of known age" : "of the active keys of known age"}
    />
  );
}

type FindingsFigureProps = {
  label: string;
  /** Null: no account has been judged. */
  amount: number | null;
  note: string;
  checkId: "rotated_in_name_only" | "two_key_deadlock";
  filters: RotationFilters;
};

/** Findings cannot be filtered by unit or by a missing owner: then the number is no link, and the note links to all findings. */
function FindingsFigure({ label, amount, note, checkId, filters }: FindingsFigureProps) {
  const { awsAccountId, owner, unitId, unowned } = filters;
  const canFilter = unitId === null && !(owner === null && unowned);
  if (canFilter) {
    const href = FINDINGS.href({ checkId, awsAccountId, owner });
    const value = amount === null ? NOT_JUDGED : <LinkText href={href}>{formatCount(amount)}</LinkText>;
    return <Figure label={label} value={value} note={note} />;
  }
  return (
    <Figure
      label={label}
      value={amount === null ? NOT_JUDGED : formatCount(amount)}
      note={
        <>
          {note}.{" "}
          <LinkText inherit underline="always" href={FINDINGS.href({ checkId })}>
            See all of them
          </LinkText>
        </>
      }
    />
  );
}

/** The number of keys in each state today, and of unused ones among them all; each number links to the keys it counts. */
function States({ states, filters }: { states: RotationSeries["points"][number]["states"]; filters: RotationFilters }) {
  return (
    <ul className={classes.states} aria-label="Active access keys by state">
      {COUNTED_STANDINGS.map(({ count: key, standing, label }) => (
        <li key={key}>
          <LinkText inherit href={activeKeysHref(filters, standing)}>
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
  return (
    <SectionCard
      title="Today"
      description="Counted when each account was last judged. Lists are judged at this moment: between two scans a deadline may have passed."
    >
      <Figures>
        <WithinDeadline series={series} filters={filters} />
        <Figure
          label="Time to cut over"
          value={series.medianCutOverDays === null ? "none" : formatDays(series.medianCutOverDays)}
          note={series.medianCutOverDays === null ? "no rotation was completed in the shown time" : medianNote(series)}
        />
        <FindingsFigure
          label="In name only"
          amount={last ? series.inNameOnly : null}
          note="a new key was made, and the old one is still in use"
          checkId="rotated_in_name_only"
          filters={filters}
        />
        <FindingsFigure
          label="Deadlocked"
          amount={last ? series.deadlocked : null}
          note="users both of whose keys are in use: no room for a new one"
          checkId="two_key_deadlock"
          filters={filters}
        />
      </Figures>
      {last && <States states={last.states} filters={filters} />}
    </SectionCard>
  );
}

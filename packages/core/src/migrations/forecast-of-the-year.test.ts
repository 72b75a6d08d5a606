import { DEFAULT_VENDOR, type WorldState } from "@rolecall/aws-emulator";
import { backtestForecast, type MigrationStage, type StageStep } from "@rolecall/domain";
import { EXAMPLE_ACCOUNTS, exampleOrganisation } from "@rolecall/example-organisation";
import { expect, test } from "vitest";

const ENDS_AT = new Date("2026-11-22T09:30:00Z");
const MS_PER_DAY = 86_400_000;
const DAYS = 365;
const CONNECTED = new Set(
  EXAMPLE_ACCOUNTS.filter(({ connected }) => connected).map(({ awsAccountId }) => awsAccountId),
);

const dayOf = (daysAgo: number): string =>
  new Date(ENDS_AT.getTime() - daysAgo * MS_PER_DAY).toISOString().slice(0, 10);

/** Users with anything to move, by their ids. */
const holders = (state: WorldState): Set<string> =>
  new Set(
    [...state.accounts.values()]
      .filter(({ awsAccountId }) => CONNECTED.has(awsAccountId))
      .flatMap(({ users }) => [...users.values()])
      .filter(({ accessKeys, password, serviceSpecificCredentials }) =>
        Boolean(password || accessKeys.length + serviceSpecificCredentials.length),
      )
      .map(({ userId }) => userId),
  );

const exists = (state: WorldState): Set<string> =>
  new Set([...state.accounts.values()].flatMap(({ users }) => [...users.values()].map(({ userId }) => userId)));

/** The year of the example as it was, without anything that judges: users come, and their migration ends when they are gone. */
function yearOfTheExample(): StageStep[] {
  const world = exampleOrganisation({ endsAt: ENDS_AT, vendor: DEFAULT_VENDOR, readerActions: [] });
  const state = world.initial();
  const moving = new Set<string>();
  const seen = new Set<string>();
  const steps: StageStep[] = [];
  const step = (day: string, stage: MigrationStage, more: number) => {
    if (more !== 0) steps.push({ day, stage, more });
  };
  let next = 0;
  for (let daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
    const now = new Date(ENDS_AT.getTime() - daysAgo * MS_PER_DAY);
    for (let event = world.events[next]; event && event.at <= now; event = world.events[++next]) event.apply(state);
    const begun = [...holders(state)].filter((id) => !seen.has(id));
    const there = exists(state);
    const ended = [...moving].filter((id) => !there.has(id));
    for (const id of begun) moving.add(id) && seen.add(id);
    for (const id of ended) moving.delete(id);
    step(dayOf(daysAgo), "identified", begun.length - ended.length);
    step(dayOf(daysAgo), "removed", ended.length);
  }
  return steps;
}

test("of the forecasts of the example's year, at 85 %, at least three quarters held", () => {
  const weeks = backtestForecast(yearOfTheExample(), { from: dayOf(DAYS - 61), to: dayOf(0), weeks: 8 });
  const held = weeks.filter(({ holds }) => holds);
  expect(weeks.length).toBeGreaterThanOrEqual(26);
  expect(held.length / weeks.length).toBeGreaterThanOrEqual(0.75);
  // An interval that says anything is not so wide as to hold whatever comes.
  expect(weeks.filter(({ from, to }) => to - from < 100).length).toBeGreaterThan(0);
});

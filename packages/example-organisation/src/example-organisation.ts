import type { World, WorldState } from "@rolecall/aws-emulator";
import { MANAGEMENT_ACCOUNT_ID, ORGANIZATION_ID } from "./accounts.ts";
import { calendarEndingAt, DAYS_PER_MONTH } from "./calendar.ts";
import { idsOf } from "./ids.ts";
import { organisationAtStart, organisationEvents } from "./organisation-events.ts";
import type { Scene } from "./plans.ts";
import { wholeStory } from "./story.ts";

const MS_PER_DAY = 86_400_000;
const STORY_MONTHS = 12;

export type ExampleOrganisationOptions = {
  /** The instant at which the told months end; usage goes on after it, nothing else does. */
  endsAt: Date;
  /** How many of the last 12 months are told as events, 1 to 12; what happened before is the initial state. */
  months?: number;
  /** The same seed gives the same people, machines and ids, whatever `endsAt` is. */
  seed?: string;
  /** The External ID that an account's reader role demands. Without it, one that follows from the seed. */
  externalIdOf?: (awsAccountId: string) => string;
  /** Who reads the accounts: the reader roles trust this principal only. */
  vendor: WorldState["vendor"];
  /** The IAM actions that the reader roles allow. */
  readerActions: readonly string[];
};

/**
 * A company with ten connected AWS accounts, and one more to connect, over a year in which it moves from long-lived keys to
 * roles: people come and go, keys are rotated well, badly and never, a company is acquired with all its old keys, a key leaks.
 * Everything follows from the options; neither the clock nor chance has a part in it.
 *
 * @throws RangeError if `months` is not within 1 to 12.
 */
export function exampleOrganisation(options: ExampleOrganisationOptions): World {
  const { endsAt, months = STORY_MONTHS, seed = "fernhill", vendor, readerActions } = options;
  if (!(months >= 1 && months <= STORY_MONTHS))
    throw new RangeError(`months must be within 1 and ${STORY_MONTHS}, not ${months}`);
  const ids = idsOf(seed);
  const clockwork = { ids, calendar: calendarEndingAt(endsAt) };
  const externalIdOf = options.externalIdOf ?? ((awsAccountId) => `rolecall-${ids.uuid("reader", awsAccountId)}`);
  const scene: Scene = { seed, ids, vendor, readerActions, externalIdOf };
  const story = wholeStory(scene, clockwork);
  const events = [...story.events, ...organisationEvents(scene, clockwork)].sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
  const startsAt = new Date(endsAt.getTime() - months * DAYS_PER_MONTH * MS_PER_DAY);
  const past = events.filter(({ at }) => at <= startsAt);
  return {
    initial: () => {
      const accounts = story.accountsAtStart().map((account) => [account.awsAccountId, account] as const);
      const state: WorldState = {
        organizationId: ORGANIZATION_ID,
        managementAccountId: MANAGEMENT_ACCOUNT_ID,
        vendor: { ...vendor },
        rootAccessFeatures: ["RootCredentialsManagement"],
        accounts: new Map(accounts),
        ...organisationAtStart(clockwork),
      };
      for (const event of past) event.apply(state);
      return state;
    },
    events: events.slice(past.length),
    earlier: [...story.unseen, ...past].map(({ at, awsAccountId, trail }) => ({
      at,
      ...(awsAccountId === undefined ? {} : { awsAccountId }),
      ...(trail ? { trail } : {}),
    })),
  };
}

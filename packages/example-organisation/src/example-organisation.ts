import type { TrailedChange, World, WorldState } from "@rolecall/aws-emulator";
import { accountLives } from "./account-lives.ts";
import { calendarEndingAt, DAYS_PER_MONTH } from "./clockwork/calendar.ts";
import { uuidOf } from "./clockwork/ids.ts";
import { organisationAtStart, organisationEvents } from "./organisation/organisation.ts";
import { MANAGEMENT_ACCOUNT_ID, ORGANISATION } from "./story/accounts.ts";

const MS_PER_DAY = 86_400_000;
const STORY_MONTHS = 12;

export type ExampleOrganisationOptions = {
  /** The instant at which the story ends; usage goes on after it, nothing else does. */
  endsAt: Date;
  /** How many of the last 12 months are events, 1 to 12; what happened before is the initial state. */
  months?: number;
  /** The External ID that an account's reader role demands. Without it, one that follows from the account's id. */
  externalIdOf?: (awsAccountId: string) => string;
  /** Who reads the accounts: the reader roles trust this principal only. */
  vendor: WorldState["vendor"];
  /** The IAM actions that the reader roles allow. */
  readerActions: readonly string[];
  /** Which users and roles are told of; without it, all. What accounts have besides them is there in any case. */
  isTold?: (awsAccountId: string, name: string) => boolean;
};

/**
 * A company with ten connected AWS accounts, and one more to connect, over a year in which it moves from long-lived keys to
 * roles: people come and go, keys are rotated well, badly and never, a company is acquired with all its old keys, a key leaks.
 * What happens stands in `data`; everything else follows from the options, and neither the clock nor chance has a part in it.
 *
 * @throws RangeError if `months` is not within 1 to 12.
 */
export function exampleOrganisation(options: ExampleOrganisationOptions): World {
  const { endsAt, months = STORY_MONTHS, vendor, readerActions } = options;
  if (!(months >= 1 && months <= STORY_MONTHS))
    throw new RangeError(`months must be within 1 and ${STORY_MONTHS}, not ${months}`);
  const calendar = calendarEndingAt(endsAt);
  const externalIdOf = options.externalIdOf ?? ((awsAccountId) => `rolecall-${uuidOf("reader", awsAccountId)}`);
  const lives = accountLives(calendar, { vendor, actions: readerActions, externalIdOf }, options.isTold);
  const events = [...lives.events, ...organisationEvents(calendar)].sort((a, b) => a.at.getTime() - b.at.getTime());
  const startsAt = new Date(endsAt.getTime() - months * DAYS_PER_MONTH * MS_PER_DAY);
  const past = events.filter(({ at }) => at <= startsAt);
  return {
    initial: () => {
      const accounts = lives.accountsAtStart().map((account) => [account.awsAccountId, account] as const);
      const state: WorldState = {
        organizationId: ORGANISATION.organizationId,
        managementAccountId: MANAGEMENT_ACCOUNT_ID,
        vendor: { ...vendor },
        rootAccessFeatures: ["RootCredentialsManagement"],
        accounts: new Map(accounts),
        ...organisationAtStart(calendar),
      };
      for (const event of past) event.apply(state);
      return state;
    },
    events: events.slice(past.length),
    earlier: [...lives.unseen, ...past].map(
      ({ at, awsAccountId, trail }): TrailedChange => ({
        at,
        ...(awsAccountId === undefined ? {} : { awsAccountId }),
        ...(trail ? { trail } : {}),
      }),
    ),
  };
}

import type { EmulatedAccount, WorldEvent } from "@rolecall/aws-emulator";
import { accountChangeEvent, emptyAccount } from "./account-events.ts";
import { accountStory } from "./account-story.ts";
import { ACCOUNT_NAMES, ACCOUNTS, type AccountName, accountId } from "./accounts.ts";
import { monthDay } from "./calendar.ts";
import { ci } from "./ci.ts";
import { identityCenter } from "./identity-center.ts";
import { machineUsers } from "./machine-users.ts";
import { notableRoles } from "./notable-roles.ts";
import { onPremises } from "./on-premises.ts";
import { people } from "./people.ts";
import type { Scene, StoryLine } from "./plans.ts";
import { roleEvents } from "./role-events.ts";
import { specialUsers } from "./special-users.ts";
import type { Clockwork } from "./usage.ts";
import type { AccountEvent } from "./user-event.ts";
import { userEvents } from "./user-events.ts";
import { vendors } from "./vendors.ts";
import { workloadRolesAndProviders } from "./workload-roles.ts";

const CONNECTED_BEFORE_DAYS = 3;

/** The day on which an account's reader role was installed: before the story begins, or with its joining. */
const connectedAccounts = () =>
  ACCOUNT_NAMES.filter((name) => ACCOUNTS[name].connected).map((account) => ({
    account,
    createdDay: ACCOUNTS[account].joinsMonth === 0 ? -CONNECTED_BEFORE_DAYS : monthDay(ACCOUNTS[account].joinsMonth),
  }));

function storyLines(scene: Scene): StoryLine[] {
  return [
    workloadRolesAndProviders(scene),
    people(scene),
    machineUsers(scene),
    specialUsers(scene),
    ci(scene),
    vendors(scene, connectedAccounts()),
    identityCenter(scene),
    notableRoles(scene),
    accountStory(scene),
    onPremises(scene),
  ];
}

const byTime = (a: { at: Date }, b: { at: Date }) => a.at.getTime() - b.at.getTime();

/**
 * Everything that ever happened, in order of time. An account that joins later does so with all of its past in one event,
 * because the organisation saw none of it before: that is `unseen`. Accounts that were there all along are `accountsAtStart`.
 */
export function wholeStory(
  scene: Scene,
  clockwork: Clockwork,
): { accountsAtStart: () => EmulatedAccount[]; events: WorldEvent[]; unseen: WorldEvent[] } {
  const lines = storyLines(scene);
  const events = [
    ...lines.flatMap((line) => line.changes ?? []).map((change) => accountChangeEvent(clockwork, change)),
    ...lines.flatMap((line) => line.users ?? []).flatMap((plan) => userEvents(clockwork, plan)),
    ...lines.flatMap((line) => line.roles ?? []).flatMap((plan) => roleEvents(clockwork, plan)),
  ].sort(byTime);
  const joining = ACCOUNT_NAMES.filter((name) => ACCOUNTS[name].joinsMonth > 0);
  const joined = new Map(
    joining.map((name) => [name, clockwork.calendar.workingInstant(monthDay(ACCOUNTS[name].joinsMonth) + 0.96)]),
  );
  const isPast = ({ account, at }: AccountEvent) => at <= (joined.get(account) ?? new Date(0));
  return {
    accountsAtStart: () =>
      ACCOUNT_NAMES.filter((name) => !joined.has(name)).map((name) => emptyAccount(clockwork, name)),
    unseen: events.filter(isPast).map(inAccount),
    events: [
      ...events.filter((event) => !isPast(event)).map(inAccount),
      ...[...joined].map(([name, at]) =>
        joins(
          clockwork,
          name,
          at,
          events.filter((event) => event.account === name && isPast(event)),
        ),
      ),
    ].sort(byTime),
  };
}

function inAccount({ account, at, what, apply, trail }: AccountEvent): WorldEvent {
  return {
    at,
    awsAccountId: accountId(account),
    ...(trail ? { trail } : {}),
    what: `${ACCOUNTS[account].name}: ${what}`,
    apply: (state) => {
      const found = state.accounts.get(accountId(account));
      if (!found) throw new Error(`No account ${ACCOUNTS[account].name} when the story says "${what}"`);
      apply(found);
    },
  };
}

function joins(clockwork: Clockwork, name: AccountName, at: Date, past: readonly AccountEvent[]): WorldEvent {
  return {
    at,
    what: `${ACCOUNTS[name].name}: account joined the organization`,
    apply: (state) => {
      const account = emptyAccount(clockwork, name);
      for (const event of past) event.apply(account);
      state.accounts.set(account.awsAccountId, account);
    },
  };
}

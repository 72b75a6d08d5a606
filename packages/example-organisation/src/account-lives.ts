import type { EmulatedAccount, WorldEvent } from "@rolecall/aws-emulator";
import { accountAtStart } from "./accounts/account-at-start.ts";
import { accountChangeEvent } from "./accounts/account-change-events.ts";
import { type Calendar, monthDay } from "./clockwork/calendar.ts";
import type { AccountEvent } from "./events/account-event.ts";
import { permissionSetProviders, permissionSetRoles } from "./organisation/permission-sets.ts";
import { type Reader, readerRoles } from "./roles/reader-roles.ts";
import { roleEvents } from "./roles/role-events.ts";
import { ACCOUNT_NAMES, ACCOUNTS, type AccountName, accountId } from "./story/accounts.ts";
import { ACCOUNT_CHANGES, ROLES, USERS } from "./story/stories.ts";
import { userEvents } from "./users/user-events.ts";

/** The time of the day at which an account joins the organisation: after everything else of that day. */
const JOINS_AT = 0.96;

const byTime = (a: { at: Date }, b: { at: Date }) => a.at.getTime() - b.at.getTime();

/**
 * Everything that ever happened within the accounts, in order of time. An account that joins later does so with all of its past
 * in one event, because the organisation saw none of it before: that is `unseen`. Accounts that were there all along are
 * `accountsAtStart`.
 */
export function accountLives(
  calendar: Calendar,
  reader: Reader,
  isTold: (awsAccountId: string, name: string) => boolean = () => true,
): { accountsAtStart: () => EmulatedAccount[]; events: WorldEvent[]; unseen: WorldEvent[] } {
  const events = [
    ...[...permissionSetProviders(), ...ACCOUNT_CHANGES].map((change) => accountChangeEvent(calendar, change)),
    ...USERS.filter(({ account, userName }) => isTold(accountId(account), userName)).flatMap((user) =>
      userEvents(calendar, user),
    ),
    ...[...ROLES, ...permissionSetRoles()]
      .filter(({ account, roleName }) => isTold(accountId(account), roleName))
      .concat(readerRoles(reader))
      .flatMap((role) => roleEvents(calendar, role)),
  ].sort(byTime);
  const joining = ACCOUNT_NAMES.filter((name) => ACCOUNTS[name].joinsMonth > 0);
  const joined = new Map(
    joining.map((name) => [name, calendar.workingInstant(monthDay(ACCOUNTS[name].joinsMonth) + JOINS_AT)]),
  );
  const isUnseen = ({ account, at }: AccountEvent) => at <= (joined.get(account) ?? new Date(0));
  const [unseen, seen] = [events.filter(isUnseen), events.filter((event) => !isUnseen(event))];
  return {
    accountsAtStart: () =>
      ACCOUNT_NAMES.filter((name) => !joined.has(name)).map((name) => accountAtStart(calendar, name)),
    unseen: unseen.map(inWorld),
    events: [
      ...seen.map(inWorld),
      ...[...joined].map(([name, at]) =>
        joins(
          calendar,
          name,
          at,
          unseen.filter(({ account }) => account === name),
        ),
      ),
    ].sort(byTime),
  };
}

const inWorld = ({ account, at, what, apply, trail }: AccountEvent): WorldEvent => ({
  at,
  awsAccountId: accountId(account),
  trail,
  what: `${ACCOUNTS[account].name}: ${what}`,
  apply: (state) => {
    const found = state.accounts.get(accountId(account));
    if (!found) throw new Error(`No account ${ACCOUNTS[account].name} when the story says "${what}"`);
    apply(found);
  },
});

const joins = (calendar: Calendar, name: AccountName, at: Date, past: readonly AccountEvent[]): WorldEvent => ({
  at,
  what: `${ACCOUNTS[name].name}: account joined the organization`,
  apply: (state) => {
    const account = accountAtStart(calendar, name);
    for (const event of past) event.apply(account);
    state.accounts.set(account.awsAccountId, account);
  },
});

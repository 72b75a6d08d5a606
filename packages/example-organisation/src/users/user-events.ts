import { userOf } from "@rolecall/aws-emulator";
import type { Calendar } from "../clockwork/calendar.ts";
import { timeOfDay, uniqueId } from "../clockwork/ids.ts";
import type { AccountEvent } from "../events/account-event.ts";
import { type Changed, trailOf } from "../events/trail.ts";
import { accountId } from "../story/accounts.ts";
import { attachedPolicies, attachedPolicy, inlinePolicies, tagList } from "../story/short-forms.ts";
import type { User } from "../story/users.ts";
import { keyEvents, rememberKey } from "./access-key-events.ts";
import { otherCredentialEvents } from "./credential-events.ts";
import { type DayEvent, instantOf, type Life } from "./life.ts";
import { mfaEvents, passwordEvents } from "./sign-in-events.ts";
import { userCreatedCalls, userDeletedCalls } from "./user-calls.ts";
import { changeEvent } from "./user-changes.ts";

/** The events of a user's life, in order of time but for those of the same instant, which keep their place. */
export function userEvents(calendar: Calendar, user: User): AccountEvent[] {
  const label = `${user.account}/${user.userName.toLowerCase()}/${user.generation}`;
  const life: Life = { calendar, user, label, offset: timeOfDay(label), awsAccountId: accountId(user.account) };
  const { deletedDay = Number.POSITIVE_INFINITY } = user;
  const events = [
    created(life),
    ...passwordEvents(life),
    ...mfaEvents(life),
    ...user.keys.flatMap((key, index) => keyEvents(life, key, index)),
    ...otherCredentialEvents(life),
    ...user.changes.map((change) => changeEvent(life, change)),
  ].filter(({ day }) => day < deletedDay);
  if (user.deletedDay !== undefined) events.push(deleted(life, user.deletedDay));
  const changed = changedUser(life);
  return events
    .sort((a, b) => a.day - b.day)
    .map(({ day, what, apply, calls }) => ({
      account: user.account,
      at: instantOf(life, day),
      what,
      apply,
      trail: trailOf(changed, day, calls),
    }));
}

/** People see to their own keys and passwords; those of programs are seen to by administrators. */
function changedUser({ user, label, awsAccountId }: Life): Changed {
  const { account, path, tags, password, userName } = user;
  const ownerArn = password ? `arn:aws:iam::${awsAccountId}:user${path}${userName}` : null;
  return { account, label, path, tags, ownerArn };
}

function created(life: Life): DayEvent {
  const { user, label, awsAccountId } = life;
  return {
    day: user.createdDay,
    what: `${user.userName}: user created`,
    calls: userCreatedCalls(user),
    apply: (account) => {
      const name = user.userName.toLowerCase();
      if (account.users.has(name)) throw new Error(`User ${label} exists already`);
      account.users.set(
        name,
        userOf({
          userId: uniqueId("AIDA", awsAccountId, label),
          userName: user.userName,
          path: user.path,
          createdAt: instantOf(life, user.createdDay),
          tags: tagList(user.tags),
          groupNames: [...user.groups],
          attachedPolicies: attachedPolicies(user.account, user.policies),
          inlinePolicies: inlinePolicies(user.inline),
          permissionsBoundaryArn: user.boundary === undefined ? null : attachedPolicy(user.account, user.boundary).arn,
        }),
      );
    },
  };
}

const deleted = ({ user }: Life, day: number): DayEvent => ({
  day,
  what: `${user.userName}: user deleted`,
  calls: userDeletedCalls(user),
  apply: (account) => {
    const held = account.users.get(user.userName.toLowerCase());
    for (const key of held?.accessKeys ?? []) rememberKey(account, held!, key);
    account.users.delete(user.userName.toLowerCase());
  },
});

import type { EmulatedAccount, EmulatedUser } from "@rolecall/aws-emulator";
import type { Calendar } from "../clockwork/calendar.ts";
import type { PlannedCall } from "../events/trail.ts";
import type { User } from "../story/users.ts";

/** A user of the story while its life is turned into events; `offset` is the user's own time of the day. */
export type Life = { calendar: Calendar; user: User; label: string; offset: number; awsAccountId: string };

/** What happens to a user on a day of the story. */
export type DayEvent = {
  day: number;
  what: string;
  apply: (account: EmulatedAccount) => void;
  calls: readonly PlannedCall[];
};

export const instantOf = ({ calendar, offset }: Life, day: number): Date => calendar.workingInstant(day + offset);

/** Something that happens to a user which must be there on that day. */
export const eventOf = (
  { user, label }: Life,
  { day, what, calls = [] }: { day: number; what: string; calls?: readonly PlannedCall[] },
  apply: (user: EmulatedUser, account: EmulatedAccount) => void,
): DayEvent => ({
  day,
  what: `${user.userName}: ${what}`,
  calls,
  apply: (account) => {
    const found = account.users.get(user.userName.toLowerCase());
    if (!found) throw new Error(`No user ${label} when the story says "${what}"`);
    apply(found, account);
  },
});

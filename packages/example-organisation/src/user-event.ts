import type { EmulatedAccount, EmulatedUser, TrailedCall, UsagePattern } from "@rolecall/aws-emulator";
import type { AccountName } from "./accounts.ts";
import type { UserPlan } from "./plans.ts";
import type { PlannedCall } from "./trail.ts";
import type { Clockwork } from "./usage.ts";

/** Something that happens within one account. */
export type AccountEvent = {
  account: AccountName;
  at: Date;
  what: string;
  apply: (account: EmulatedAccount) => void;
  trail?: readonly TrailedCall[];
};

/** Everything that one user plan needs while it is compiled; `offset` is the user's own time of the day. */
export type Compiling = Clockwork & { plan: UserPlan; label: string; offset: number; awsAccountId: string };

export const isPattern = (pattern: UsagePattern | null): pattern is UsagePattern => pattern !== null;

/** What happens to a user on a day of the story. */
export type DayEvent = {
  day: number;
  what: string;
  apply: (account: EmulatedAccount) => void;
  calls?: readonly PlannedCall[];
};

/** The same event, with the calls that brought it about. */
export const byCalls = (event: DayEvent, ...calls: PlannedCall[]): DayEvent => ({ ...event, calls });

export const instantOf = ({ calendar, offset }: Compiling, day: number) => calendar.workingInstant(day + offset);

export function onUser(
  { plan, label }: Compiling,
  day: number,
  what: string,
  apply: (user: EmulatedUser) => void,
): DayEvent {
  return {
    day,
    what: `${plan.userName}: ${what}`,
    apply: (account) => {
      const user = account.users.get(plan.userName.toLowerCase());
      if (!user) throw new Error(`No user ${label} when the story says "${what}"`);
      apply(user);
    },
  };
}

import type { AccountName } from "./accounts.ts";
import { monthDay } from "./calendar.ts";

/** The day on which the company begins with Identity Center. */
export const STARTS_DAY = monthDay(3) - 6;

/** The acquired account is taken in some weeks after it joined; production waited until the others had gone well. */
const ASSIGNED_DAYS: Partial<Record<AccountName, number>> = { legacy: monthDay(7) + 4, production: STARTS_DAY + 12 };

/** The day of the story on which an account gets its permission sets. */
export const assignedDay = (account: AccountName): number => ASSIGNED_DAYS[account] ?? STARTS_DAY;

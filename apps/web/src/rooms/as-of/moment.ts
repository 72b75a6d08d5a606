import { Day, MS_PER_DAY } from "@rolecall/domain";
import type { FilterField } from "@rolecall/ui";

/**
 * The instant that a page shows. `day` is the value in the address: a UTC day of the past, or null for now. `asOf` is the value for
 * the API: the end of that day, or undefined for now. Ages and states are calculated at `at`.
 */
export type Moment = { day: string | null; asOf: Date | undefined; at: Date };

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The moment of a day in an address. Today and days of the future mean now, because they have not ended. */
export function momentOf(day: string | null, now = new Date()): Moment {
  if (day === null || day >= dayOf(now)) return { day: null, asOf: undefined, at: now };
  const end = new Date(Date.parse(`${day}T00:00:00.000Z`) + MS_PER_DAY - 1);
  return { day, asOf: end, at: end };
}

/** The moment of a page that has no other filters. A value that is not a day means now. */
export async function momentOfSearch(
  searchParams: Promise<Record<string, string | string[] | undefined>>,
): Promise<Moment> {
  const { asOf } = await searchParams;
  return momentOf(Day.safeParse(asOf).data ?? null);
}

/** The field that chooses a day of the past. */
export function asOfField({ day }: Moment): FilterField {
  const yesterday = dayOf(new Date(Date.now() - MS_PER_DAY));
  return { kind: "date", name: "asOf", label: "As of", value: day, max: yesterday };
}

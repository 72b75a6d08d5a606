import { Day, MS_PER_DAY } from "@rolecall/domain";
import type { FilterField } from "@rolecall/ui";

/**
 * The instant that a page tells of. `day` is what the address carries: a UTC day of the past, or null for now. `asOf` is what the
 * API is asked: the end of that day, undefined for now. Ages and states are judged at `at`.
 */
export type Moment = { day: string | null; asOf: Date | undefined; at: Date };

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The moment of an address. Today has not ended yet and the future is unknown: both are now. */
export function momentOf(day: string | null, now = new Date()): Moment {
  if (day === null || day >= dayOf(now)) return { day: null, asOf: undefined, at: now };
  const end = new Date(Date.parse(`${day}T00:00:00.000Z`) + MS_PER_DAY - 1);
  return { day, asOf: end, at: end };
}

/** The moment of a page without other filters. What is no day is no moment of the past. */
export async function momentOfSearch(
  searchParams: Promise<Record<string, string | string[] | undefined>>,
): Promise<Moment> {
  const { asOf } = await searchParams;
  return momentOf(Day.safeParse(asOf).data ?? null);
}

/** The field by which a day of the past is chosen. */
export function asOfField({ day }: Moment): FilterField {
  const yesterday = dayOf(new Date(Date.now() - MS_PER_DAY));
  return { kind: "date", name: "asOf", label: "As of", value: day, max: yesterday };
}

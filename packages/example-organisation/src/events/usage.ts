import type { UsagePattern } from "@rolecall/aws-emulator";
import type { Calendar } from "../clockwork/calendar.ts";
import { numberOf } from "../clockwork/ids.ts";
import { CALLS, type Rhythm, type Use } from "../story/calls.ts";

const MS_PER_HOUR = 3_600_000;
/** The emulator moves a use by up to a tenth of its rhythm: the first one must still not come before its credential. */
const MARGIN_OF_RHYTHM = 0.11;

/** The services of each kind of work, in the form of the model. */
const SERVICES = Object.fromEntries(
  Object.entries(CALLS.services).map(([work, services]) => [
    work,
    Object.entries(services).map(([service, region]) => ({ service, region })),
  ]),
);

/** Of what, or of whom, something is used. */
export type Used = {
  createdDay: number;
  rhythm?: Rhythm | undefined;
  /** The instants between which it can be used; `until` null is without end. */
  window: { from: Date; until: Date | null };
  /** The time of the day at which its days begin and end. */
  offset: number;
  label: string;
};

/** A time of use as the model has it, kept within the window; null if nothing of it is left. */
export function usagePattern(
  calendar: Calendar,
  use: Use,
  { createdDay, rhythm, window, offset, label }: Used,
): UsagePattern | null {
  const { fromDay = createdDay, untilDay, everyHours = rhythm?.everyHours, services = rhythm?.services } = use;
  if (everyHours === undefined || services === undefined) throw new Error(`No rhythm for the use of ${label}`);
  const planned = calendar.instant(fromDay + offset).getTime();
  const firstMs = Math.max(planned, window.from.getTime()) + Math.round(everyHours * MARGIN_OF_RHYTHM * MS_PER_HOUR);
  const untilMs = Math.min(
    window.until?.getTime() ?? Number.POSITIVE_INFINITY,
    untilDay === undefined ? Number.POSITIVE_INFINITY : calendar.instant(untilDay + offset).getTime(),
  );
  if (untilMs <= firstMs) return null;
  return {
    firstAt: new Date(firstMs),
    until: Number.isFinite(untilMs) ? new Date(untilMs) : null,
    everyHours,
    jitterSeed: numberOf("jitter", label, fromDay),
    services: SERVICES[services]!,
  };
}

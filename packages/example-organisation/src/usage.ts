import type { UsagePattern } from "@rolecall/aws-emulator";
import { type Calendar, STORY_DAYS } from "./calendar.ts";
import type { Ids } from "./ids.ts";
import type { UsePlan } from "./plans.ts";
import { SERVICES } from "./services.ts";

const MS_PER_HOUR = 3_600_000;
/** The emulator moves a use by up to a tenth of its rhythm: the first one must still not come before its credential. */
const MARGIN_OF_RHYTHM = 0.11;

/** The instants between which a credential could be used; null is without end. */
type Window = { from: Date; until: Date | null };

/** What compiling a plan needs: ids, and the calendar that turns days into instants. */
export type Clockwork = { ids: Ids; calendar: Calendar };

/** Whether a day of the story has come by its end. */
export const hasCome = (day: number | undefined): day is number => day !== undefined && day < STORY_DAYS;

/** Turns a plan of use into the model's pattern, kept within the window; null if nothing of it is left. */
export function usagePattern(
  clockwork: Clockwork,
  plan: UsePlan,
  offset: number,
  window: Window,
  label: string,
): UsagePattern | null {
  const { calendar, ids } = clockwork;
  const planned = calendar.instant(plan.fromDay + offset).getTime();
  const firstMs =
    Math.max(planned, window.from.getTime()) + Math.round(plan.everyHours * MARGIN_OF_RHYTHM * MS_PER_HOUR);
  const ends = [
    window.until?.getTime(),
    plan.untilDay !== null && hasCome(plan.untilDay) ? calendar.instant(plan.untilDay + offset).getTime() : undefined,
  ];
  const untilMs = Math.min(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
  if (untilMs <= firstMs) return null;
  return {
    firstAt: new Date(firstMs),
    until: Number.isFinite(untilMs) ? new Date(untilMs) : null,
    everyHours: plan.everyHours,
    jitterSeed: ids.number("jitter", label, plan.fromDay),
    services: SERVICES[plan.services],
  };
}

import type { TrailEvent } from "../../scans/trail-lookup.ts";
import type { Observed, ObservedUse } from "./facts.ts";

function countBy(events: readonly TrailEvent[], pick: (event: TrailEvent) => string | null): Observed[] {
  const counts = new Map<string, Observed & { refused: number }>();
  for (const event of events) {
    const value = pick(event);
    if (value === null || value === "") continue;
    const seen = counts.get(value) ?? { value, events: 0, refused: 0, lastAt: event.at };
    counts.set(value, {
      value,
      events: seen.events + 1,
      refused: seen.refused + (event.errorCode === null ? 0 : 1),
      lastAt: new Date(Math.max(seen.lastAt.getTime(), event.at.getTime())),
    });
  }
  return [...counts.values()].sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1));
}

/**
 * What the events of a user's credentials tell of their use, with the calls that AWS refused counted apart. An event that several Regions
 * tell of counts once.
 */
export function observedUse(lookedUpAt: Date, all: readonly TrailEvent[]): ObservedUse {
  const events = [...new Map(all.map((event) => [event.eventId, event])).values()];
  return {
    lookedUpAt,
    userAgents: countBy(events, ({ userAgent }) => userAgent),
    sourceIpAddresses: countBy(events, ({ sourceIpAddress }) => sourceIpAddress),
    services: countBy(events, ({ eventSource }) => eventSource),
  };
}

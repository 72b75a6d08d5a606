import { z } from "zod";
import type { TrailEvent, TrailLookup, TrailReading } from "./trail-lookup.ts";

/** What a lookup was asked about. */
export const TrailSubject = z.enum(["credential", "user", "role"]);
export type TrailSubject = z.infer<typeof TrailSubject>;

/** Values shown per list: enough to see the pattern, few enough to read. */
const MOST_VALUES = 50;
const NEWEST_EVENTS = 50;
/** Calls are compared with permissions, so that more of them are kept than anybody reads. */
const MOST_CALLS = 500;

type Counts = TrailLookup["userAgents"];

/** How often each value occurs, how often AWS refused it, and when last, most frequent first; events without a value are left out. */
function countBy(
  events: readonly TrailEvent[],
  pick: (event: TrailEvent) => string | null,
  most = MOST_VALUES,
): Counts {
  const counts = new Map<string, Counts[number]>();
  for (const event of events) {
    const value = pick(event);
    if (value === null || value === "") continue;
    const before = counts.get(value);
    counts.set(value, {
      value,
      events: (before?.events ?? 0) + 1,
      refused: (before?.refused ?? 0) + (event.errorCode === null ? 0 : 1),
      lastAt: before && before.lastAt > event.at ? before.lastAt : event.at,
    });
  }
  return [...counts.values()].sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1)).slice(0, most);
}

const ofSubject: Record<TrailSubject, string> = {
  credential:
    "An empty answer is no proof that the credential is not used: only what the event history records can be seen here.",
  user: "These are events that name the user as their resource, such as changes to it. What the user itself does is found by looking up its access keys.",
  role: "These are events that name the role as their resource: who assumed it. Of callers from other accounts only the account is told.",
};

/**
 * What the event history cannot tell, in words.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
function cannotSeeOf({ regions, from, to }: TrailReading, subject: TrailSubject): string[] {
  const named = (state: TrailLookup["regions"][number]["state"]) =>
    regions.filter((entry) => entry.state === state).map(({ region }) => region);
  const unread = [...named("denied"), ...named("failed")];
  const cutOff = named("cut_off");
  const days = Math.round((to.getTime() - from.getTime()) / 86_400_000);
  return [
    ofSubject[subject],
    "Data events, such as reading S3 objects, DynamoDB items or invoking Lambda functions: the event history holds management events only.",
    `Anything before ${from.toISOString().slice(0, 10)}: the event history goes back ${days} days.`,
    "Events of other accounts: a call on another account's resource may be recorded there alone.",
    "The last minutes: an event shows up about five minutes after its call, at times later.",
    ...(unread.length > 0 ? [`Regions that could not be read: ${unread.join(", ")}.`] : []),
    ...(cutOff.length > 0 ? [`Regions with more events than were read, the newest only: ${cutOff.join(", ")}.`] : []),
    ...(regions.length === 0 ? ["Any Region at all: none was read."] : []),
  ];
}

/** What is stored and shown of a lookup. */
export type TrailCounts = Pick<
  TrailLookup,
  | "from"
  | "to"
  | "regions"
  | "events"
  | "userAgents"
  | "sourceIpAddresses"
  | "services"
  | "eventNames"
  | "calls"
  | "newest"
  | "cannotSee"
>;

/** Counts a reading up. An event that several Regions tell of counts once. */
export function countTrail(reading: TrailReading, subject: TrailSubject): TrailCounts {
  const events = [...new Map(reading.events.map((event) => [event.eventId, event])).values()].sort(
    (a, b) => b.at.getTime() - a.at.getTime(),
  );
  return {
    from: reading.from,
    to: reading.to,
    regions: reading.regions,
    events: events.length,
    userAgents: countBy(events, ({ userAgent }) => userAgent),
    sourceIpAddresses: countBy(events, ({ sourceIpAddress }) => sourceIpAddress),
    services: countBy(events, ({ eventSource }) => eventSource),
    eventNames: countBy(events, ({ eventName }) => eventName),
    calls: countBy(events, ({ eventSource, eventName }) => `${eventSource}:${eventName}`, MOST_CALLS),
    newest: events.slice(0, NEWEST_EVENTS),
    cannotSee: cannotSeeOf(reading, subject),
  };
}

/** What an IAM event's name begins with if it changes something. */
const CHANGING = [
  "Add",
  "Attach",
  "Change",
  "Create",
  "Deactivate",
  "Delete",
  "Detach",
  "Disable",
  "Enable",
  "Put",
  "Remove",
  "Reset",
  "Resync",
  "Set",
  "Tag",
  "Untag",
  "Update",
  "Upload",
] as const;

/** Whether an event tells of a change in IAM that came about: it names who made it. Calls that were refused changed nothing. */
export const isIamChange = ({ eventSource, eventName, errorCode }: TrailEvent): boolean =>
  eventSource === "iam.amazonaws.com" && errorCode === null && CHANGING.some((verb) => eventName.startsWith(verb));

/** The calls that open a session of a role. */
export const ASSUMPTIONS = ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"] as const;

/** Of the events that tell who assumed a role the newest for each caller and role: it is enough to know that somebody does. */
export function newestAssumptions(events: readonly TrailEvent[]): TrailEvent[] {
  const found = new Map<string, TrailEvent>();
  for (const event of events) {
    const isAssumption = (ASSUMPTIONS as readonly string[]).includes(event.eventName) && event.errorCode === null;
    if (!isAssumption || event.actorArn === null) continue;
    const key = JSON.stringify([event.actorArn, ...event.resourceNames.filter((name) => ROLE_ARN.test(name))]);
    const known = found.get(key);
    if (!known || known.at < event.at) found.set(key, event);
  }
  return [...found.values()];
}

const ROLE_ARN = /^arn:[^:]+:iam::\d{12}:role\//;

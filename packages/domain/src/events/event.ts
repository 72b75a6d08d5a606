import { z } from "zod";
import { type ChangeKind, Subject, type VersionChange } from "../inventory/change.ts";
import { CHANGE_EVENTS, JUDGEMENT_EVENTS, STATE_EVENTS } from "./catalogue.ts";
import type { ChangeEntry, JudgementEntry, SeenChange, StateEntry } from "./event-entry.ts";

const EVENTS = { ...CHANGE_EVENTS, ...STATE_EVENTS, ...JUDGEMENT_EVENTS };
export type ChangeEventType = keyof typeof CHANGE_EVENTS;
export type StateEventType = keyof typeof STATE_EVENTS;
export type JudgementEventType = keyof typeof JUDGEMENT_EVENTS;
export type EventType = keyof typeof EVENTS;

/** What an event is of. */
export const EventSubject = z.enum([...Subject.options, "connection"]);
export type EventSubject = z.infer<typeof EventSubject>;

/** What an event says besides what all of them say. */
export type FactsOf<Type extends EventType> = z.output<(typeof EVENTS)[Type]["facts"]>;

type Common = {
  /** The instant as of which it is true. */
  at: Date;
  /** Null: of no single account. */
  accountId: string | null;
  subject: EventSubject;
  subjectId: string;
  /** The scan that found it; null: none. */
  scanId: string | null;
  /** Found by a first reading: it was there before, nobody knows since when. */
  isFirstSeen: boolean;
};
/** Something that came to be true: a member for each of these types. */
export type EventOf<Type extends EventType> = { [One in Type]: Common & { type: One; facts: FactsOf<One> } }[Type];
/** Whatever can come to be true: a member for each entry of the catalogue. */
export type AnyEvent = EventOf<EventType>;

/** The facts of an event as its type has them, from how they are kept. @throws ZodError if they are others */
export const readFacts = <Type extends EventType>(type: Type, facts: unknown): FactsOf<Type> =>
  EVENTS[type].facts.parse(facts) as FactsOf<Type>;

const CHANGES: Readonly<Record<ChangeEventType, ChangeEntry>> = CHANGE_EVENTS;
/** The types of events that versions of the inventory are. */
export const CHANGE_EVENT_TYPES = Object.keys(CHANGE_EVENTS) as ChangeEventType[];

/** Which event a change in the inventory is. @throws Error for a kind of credential that the catalogue lacks */
export function changeEventType(seen: SeenChange): ChangeEventType {
  const found = CHANGE_EVENT_TYPES.find((type) => {
    const { subject, kind, versions, when } = CHANGES[type];
    const isOfKind = subject === seen.subject && (kind === undefined || kind === seen.after.kind);
    return isOfKind && versions.includes(seen.change) && when(seen);
  });
  if (!found) throw new Error(`No event is a ${seen.subject} that was ${seen.change}`);
  return found;
}

/** What `/changes` is asked for; what is absent is no filter. */
export type ChangeFilter = {
  subject?: Subject | undefined;
  change?: ChangeKind | undefined;
  /** Whether what first readings found is wanted along with the rest. */
  firstSeen: boolean;
};

const isWanted = (kind: ChangeKind, { change, firstSeen }: ChangeFilter): boolean =>
  change ? kind === change : firstSeen || kind !== "first_seen";

/** The events that a filter lets through, by type and by whether a first reading found them. */
export const changeEventsOf = (filter: ChangeFilter): { type: ChangeEventType; isFirstSeen: boolean }[] =>
  CHANGE_EVENT_TYPES.flatMap((type) => {
    const { subject, changeKind } = CHANGES[type];
    if (filter.subject && filter.subject !== subject) return [];
    const isFirstSeenToo = changeKind === "appeared" && isWanted("first_seen", filter);
    return [
      ...(isWanted(changeKind, filter) ? [{ type, isFirstSeen: false }] : []),
      ...(isFirstSeenToo ? [{ type, isFirstSeen: true }] : []),
    ];
  });

/** The kind of version that an event is of; `ended`: how a key ended that was rotated. */
export const versionChangeOf = (type: ChangeEventType, ended: string | null): Exclude<VersionChange, "learned"> => {
  const { versions } = CHANGES[type];
  return versions.find((change) => change === ended) ?? versions[0] ?? "changed";
};

const STATES: Readonly<Record<StateEventType, Pick<StateEntry, "subject" | "endsAnother">>> = STATE_EVENTS;
const topicOf = (type: string): string => type.slice(0, type.indexOf("."));

/** The states that a state replaces, itself included. */
export const statesBeside = (type: StateEventType): StateEventType[] =>
  (Object.keys(STATES) as StateEventType[]).filter((other) => topicOf(other) === topicOf(type));

/** Whether a state begins that was found. `newest`: the subject's state before; null: none is known. */
export const beginsState = (type: StateEventType, newest: StateEventType | null): boolean =>
  newest === null ? STATES[type].endsAnother !== true : newest !== type;

/** What states of this type are of. */
export const subjectOfState = (type: StateEventType): StateEntry["subject"] => STATES[type].subject;

/** An event in one sentence. Changes in the inventory are put into words with their versions, by `describeChange`. */
export function describeEvent<Type extends StateEventType | JudgementEventType>(
  { type, facts }: Pick<EventOf<Type>, "type" | "facts">,
  name: string,
): string {
  const { words } = EVENTS[type] as JudgementEntry;
  return words(facts as Record<string, unknown>, name);
}

import { createHash } from "node:crypto";
import { z } from "zod";
import { AwsError } from "../../protocol/aws-error.ts";
import type { JsonInput } from "../../protocol/json.ts";
import { itemsDone, pageSize } from "../../protocol/paging.ts";
import type { EmulatedAccount } from "../../world/model.ts";
import type { JsonCall, JsonService } from "../actions/json-service.ts";
import { changeEvent } from "./changes.ts";
import { eventIdOf, eventJson, type TrailEvent } from "./event.ts";
import { type Actor, actorsOf } from "./usage.ts";

const MAX_RESULTS = 50;
const KEPT_MS = 90 * 86_400_000;

/** What can be looked up; only one of them in a call. */
const ATTRIBUTES: Readonly<Record<string, (event: TrailEvent, value: string, awsAccountId: string) => boolean>> = {
  AccessKeyId: ({ accessKeyId }, value) => accessKeyId === value,
  EventId: (event, value, awsAccountId) => eventIdOf(awsAccountId, event) === value,
  EventName: ({ eventName }, value) => eventName === value,
  EventSource: ({ eventSource }, value) => eventSource === value,
  ReadOnly: ({ readOnly }, value) => String(readOnly) === value.toLowerCase(),
  ResourceName: ({ resources }, value) => resources.some(({ name }) => name === value),
  ResourceType: ({ resources }, value) => resources.some(({ type }) => type === value),
  Username: ({ username }, value) => username === value,
};

type Attribute = { AttributeKey: string; AttributeValue: string };
type Position = { atMs: number; key: string; page: number; question: string };
type Lookup = {
  from: Date;
  to: Date;
  attribute: Attribute | null;
  maxResults: number;
  /** Stands for what was asked, so that a token of another question is known. */
  question: string;
  after: Position | null;
};

function readAttribute({ LookupAttributes }: JsonInput): Attribute | null {
  if (LookupAttributes === undefined) return null;
  const attributes = Array.isArray(LookupAttributes) ? (LookupAttributes as Partial<Attribute>[]) : [];
  const [first] = attributes;
  const { AttributeKey = "", AttributeValue = "" } = first ?? {};
  if (attributes.length !== 1 || !ATTRIBUTES[AttributeKey] || AttributeValue === "") {
    throw new AwsError("InvalidLookupAttributesException", "Exactly one valid lookup attribute may be given");
  }
  return { AttributeKey, AttributeValue };
}

function readTime(input: JsonInput, name: string): Date | null {
  const value = input[name];
  if (value === undefined) return null;
  if (typeof value === "number" && Number.isFinite(value)) return new Date(value * 1000);
  throw new AwsError("InvalidTimeRangeException", `${name} is not a time`);
}

const PositionJson = z.object({ atMs: z.number(), key: z.string(), page: z.number(), question: z.string() });

/** A token goes with the question that it was given out for. */
function readPosition(token: unknown, question: string): Position | null {
  if (token === undefined) return null;
  try {
    const position = PositionJson.parse(JSON.parse(Buffer.from(String(token), "base64url").toString()));
    if (position.question === question) return position;
  } catch {
    throw invalidToken();
  }
  throw invalidToken();
}

const invalidToken = () =>
  new AwsError("InvalidNextTokenException", "The token is invalid, or was given out for other attributes");

function readLookup({ input, now, region }: JsonCall): Lookup {
  const attribute = readAttribute(input);
  const startsAt = readTime(input, "StartTime");
  const endsAt = readTime(input, "EndTime");
  if (startsAt && endsAt && startsAt > endsAt) {
    throw new AwsError("InvalidTimeRangeException", "StartTime is after EndTime");
  }
  const maxResults = input.MaxResults === undefined ? MAX_RESULTS : Number(input.MaxResults);
  if (!(maxResults >= 1 && maxResults <= MAX_RESULTS)) {
    throw new AwsError("InvalidMaxResultsException", `MaxResults must be between 1 and ${MAX_RESULTS}`);
  }
  const asked = JSON.stringify([attribute, input.StartTime, input.EndTime, region]);
  const question = createHash("sha256").update(asked).digest("hex").slice(0, 16);
  const after = readPosition(input.NextToken, question);
  const oldest = new Date(now.getTime() - KEPT_MS);
  return {
    attribute,
    maxResults,
    question,
    after,
    from: startsAt && startsAt > oldest ? startsAt : oldest,
    to: new Date(Math.min(now.getTime(), endsAt?.getTime() ?? Infinity, after?.atMs ?? Infinity)),
  };
}

/** Use names roles that were assumed and sessions only; whatever else is a resource, is one of a change. */
const RESOURCE_OF_USE = /^ASIA|:role\//;

/** Whether an actor can have such events at all: most need not be asked. */
function mayMatch({ accessKeyId, username }: Actor, attribute: Attribute | null): boolean {
  if (attribute?.AttributeKey === "AccessKeyId" && attribute.AttributeValue.startsWith("AKIA")) {
    return accessKeyId === attribute.AttributeValue;
  }
  if (attribute?.AttributeKey === "ResourceName" && !RESOURCE_OF_USE.test(attribute.AttributeValue)) return false;
  return attribute?.AttributeKey !== "Username" || username === null || username === attribute.AttributeValue;
}

/** Newest first; events of the same instant in the order of their keys, so that pages join without gap or overlap. */
const order = (a: TrailEvent, b: TrailEvent) => b.at.getTime() - a.at.getTime() || (a.key < b.key ? -1 : 1);

/** All events that are asked for; what is not asked for is sorted out before the streams are joined. */
function eventsOf({ account, region, trail }: JsonCall, lookup: Lookup): Generator<TrailEvent> {
  const { from, to, attribute } = lookup;
  const isWanted = matcher(account, region, lookup);
  const changes = trail
    .changes(account.awsAccountId, from, new Date(to.getTime() + 999))
    .map((change) => changeEvent(account, change))
    .filter((event) => event.at <= to && isWanted(event))
    .sort(order);
  const isAskedFor = (eventName: string, eventSource: string) =>
    (attribute?.AttributeKey !== "EventName" || attribute.AttributeValue === eventName) &&
    (attribute?.AttributeKey !== "EventSource" || attribute.AttributeValue === eventSource);
  const streams = actorsOf(account)
    .filter((actor) => mayMatch(actor, attribute))
    .map((actor) => only(actor.events({ from, to, region, isAskedFor }), isWanted));
  return merge([changes[Symbol.iterator](), ...streams]);
}

function* only(events: Iterable<TrailEvent>, isWanted: (event: TrailEvent) => boolean): Generator<TrailEvent> {
  for (const event of events) if (isWanted(event)) yield event;
}

function* merge(streams: readonly Iterator<TrailEvent>[]): Generator<TrailEvent> {
  const heads = streams.flatMap((stream) => {
    const first = stream.next();
    return first.done ? [] : [{ stream, event: first.value }];
  });
  while (heads.length > 0) {
    let newest = 0;
    for (let index = 1; index < heads.length; index += 1) {
      if (order(heads[index]!.event, heads[newest]!.event) < 0) newest = index;
    }
    const head = heads[newest]!;
    yield head.event;
    const next = head.stream.next();
    if (next.done) heads.splice(newest, 1);
    else head.event = next.value;
  }
}

function matcher(account: EmulatedAccount, region: string, { attribute, after }: Lookup) {
  const matches = attribute ? ATTRIBUTES[attribute.AttributeKey]! : () => true;
  return (event: TrailEvent): boolean => {
    if (event.region !== region) return false;
    if (after && event.at.getTime() === after.atMs && event.key <= after.key) return false;
    return matches(event, attribute?.AttributeValue ?? "", account.awsAccountId);
  };
}

/** The place behind the last event that was given out; a page without events stays where the one before it ended. */
function nextToken({ question, after }: Lookup, last: TrailEvent | undefined): string | undefined {
  const place = last ? { atMs: last.at.getTime(), key: last.key } : after;
  if (!place) return undefined;
  const position: Position = { ...place, page: (after?.page ?? 0) + 1, question };
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

function lookupEvents(call: JsonCall) {
  const { account, input, paging } = call;
  if (input.EventCategory !== undefined) return { Events: [] };
  const lookup = readLookup(call);
  const size = pageSize(paging, lookup.after?.page ?? 0, lookup.maxResults);
  const found: TrailEvent[] = [];
  for (const event of eventsOf(call, lookup)) {
    found.push(event);
    if (found.length > size) break;
  }
  const Events = found.slice(0, size).map((event) => eventJson(account.awsAccountId, event));
  return { Events, NextToken: found.length > size ? nextToken(lookup, found[itemsDone(paging, lookup.after?.page ?? 1, size) - 1]) : undefined };
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export const CLOUD_TRAIL: JsonService = {
  protocol: "json",
  prefix: "cloudtrail",
  isRegional: true,
  errorNames: { Throttling: "ThrottlingException", ServiceFailure: "InternalFailure" },
  actions: { LookupEvents: { handle: lookupEvents } },
};

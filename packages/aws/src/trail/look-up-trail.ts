import { type LookupAttribute, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  MS_PER_DAY,
  type ReadingProgress,
  type TrailEvent,
  type TrailQuestion,
  type TrailReading,
} from "@rolecall/domain";
import pLimit from "p-limit";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { type Failure, failureOf } from "../reading/outcome.ts";
import { pagesByToken } from "../reading/token-pages.ts";
import { GLOBAL_EVENTS_REGION, listRegions } from "../regions/regions.ts";
import type { ServiceCalls } from "../session/account-session.ts";
import { type InAccountInput, openAccount, openPack, type ReadingContext } from "../session/open-account.ts";
import type { CallerIdentity } from "../session/session-broker.ts";
import { trailEventOf } from "./trail-events.ts";

export type LookUpTrailInput = InAccountInput & {
  by: TrailQuestion;
  from: Date;
  to: Date;
  /** Per Region: the newest ones. */
  maxEvents: number;
  onProgress?: (progress: ReadingProgress) => void;
};

const ACTION = "cloudtrail:LookupEvents";
const REGIONS_AT_A_TIME = 4;
const EVENTS_PER_PAGE = 50;
/** How far back AWS looks. */
const KEPT_DAYS = 90;

/** One of the attributes that AWS looks events up by. */
const ATTRIBUTE_KEYS = { accessKeyId: "AccessKeyId", resourceName: "ResourceName", userName: "Username" } as const;

type RegionResult = TrailReading["regions"][number] & { events: TrailEvent[] };

/**
 * Looks up the management events of one access key, one user or one resource, newest first, in the Region of the global services and in
 * the account's enabled Regions; in the reader's own where these cannot be listed. One call a second in each Region.
 *
 * @returns `from` is not before AWS's 90 days. A Region that could not be read is named with its reason; its events are unknown.
 * @throws AppError UPSTREAM, CONFLICT; the abort signal's reason.
 */
export async function lookUpTrail(context: ReadingContext, input: LookUpTrailInput): Promise<TrailReading> {
  const { session, identity } = await openAccount(context, input, "cloudtrail");
  try {
    const regions = await regionsToAsk(context, input, identity);
    const from = new Date(Math.max(input.from.getTime(), context.now().getTime() - KEPT_DAYS * MS_PER_DAY));
    const limit = pLimit(REGIONS_AT_A_TIME);
    let done = 0;
    const report = () => input.onProgress?.({ step: "Regions", done, total: regions.length });
    report();
    const results = await Promise.all(
      regions.map((region) =>
        limit(async () => {
          const result = await lookUpIn(session, region, { ...input, from });
          done += 1;
          report();
          return result;
        }),
      ),
    );
    return {
      from,
      to: input.to,
      regions: results.map(({ events, ...region }) => region),
      events: newestFirst(results),
      apiCalls: context.caller.apiCalls,
    };
  } finally {
    session.close();
  }
}

/** Those in which something can have happened, the Region of the global services first. */
async function regionsToAsk(
  context: ReadingContext,
  input: LookUpTrailInput,
  { partition }: CallerIdentity,
): Promise<string[]> {
  const home = GLOBAL_EVENTS_REGION[partition];
  try {
    // Listing Regions belongs to another pack, and so to another session.
    const session = await openPack(context, input, "roles_anywhere");
    try {
      const { enabled } = await listRegions(session);
      return [...new Set([home, ...enabled])];
    } finally {
      session.close();
    }
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    return [...new Set([home, context.region])];
  }
}

async function lookUpIn(calls: ServiceCalls, region: string, input: LookUpTrailInput): Promise<RegionResult> {
  const { maxEvents } = input;
  const found = new Map<string, TrailEvent>();
  const newest = () => [...found.values()].slice(0, maxEvents);
  try {
    for await (const page of pagesOf(calls, region, input)) {
      for (const event of page.Events ?? []) {
        const kept = trailEventOf(event, region);
        if (kept) found.set(kept.eventId, kept);
      }
      const hasMore = Boolean(page.NextToken) || found.size > maxEvents;
      if (hasMore && found.size >= maxEvents) {
        const reason = `Only the newest ${maxEvents} events were read`;
        return { region, state: "cut_off", reason, events: newest() };
      }
    }
    return { region, state: "read", reason: null, events: newest() };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    const failure = failureOf(error);
    return { region, state: stateOf(failure), reason: failure.reason, events: newest() };
  }
}

/** A Region that does not know the account is not enabled for it. */
const stateOf = ({ kind, state }: Failure) => (state === "denied" || kind === "credentials" ? "denied" : "failed");

const pagesOf = (calls: ServiceCalls, region: string, { by, from, to }: LookUpTrailInput) =>
  pagesByToken(calls.on("cloudtrail", region), ACTION, (client, NextToken, abort) =>
    client.send(
      new LookupEventsCommand({
        LookupAttributes: attributeOf(by),
        StartTime: from,
        EndTime: to,
        MaxResults: EVENTS_PER_PAGE,
        NextToken,
      }),
      abort,
    ),
  );

const attributeOf = (by: TrailQuestion): LookupAttribute[] =>
  Object.entries(by).map(([name, AttributeValue]) => ({
    ...{ AttributeKey: ATTRIBUTE_KEYS[name as keyof typeof ATTRIBUTE_KEYS], AttributeValue },
  }));

/** Each event once. */
function newestFirst(results: readonly RegionResult[]): TrailEvent[] {
  const byId = new Map(results.flatMap(({ events }) => events).map((event) => [event.eventId, event]));
  return [...byId.values()].sort((a, b) => b.at.getTime() - a.at.getTime());
}

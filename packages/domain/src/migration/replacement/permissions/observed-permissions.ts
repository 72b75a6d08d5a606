import type { AccessedService } from "../../../scans/accessed-services.ts";
import type { TrailLookup } from "../../../scans/trail-lookup.ts";
import { actionOfCall } from "./event-actions.ts";
import type { ActionUse, ObservedPermissions, ServiceUse } from "./facts.ts";

const MS_PER_DAY = 86_400_000;
/** AWS tells of the use of services and actions so far back. */
const TRACKED_DAYS = 400;
/** What AWS said was not used is taken to be unused for so long; then it has to be asked again. */
const FRESH_DAYS = 14;

/** What scans and lookups have told of a user's use. */
export type KnownUse = {
  /** The services that scans saw used; null: they could not read it. */
  services: readonly { service: string; lastUsedAt: Date }[] | null;
  /** What AWS told of services and actions where it was asked about this user; null: it was not. */
  accessed: { at: Date; services: readonly AccessedService[] } | null;
  /** Calls in CloudTrail with the user's credentials; null: they were not looked up. */
  calls: TrailLookup["calls"] | null;
  userCreatedAt: Date;
  at: Date;
};

type Services = Map<string, Date | null>;

const newest = (one: Date | null | undefined, other: Date | null): Date | null =>
  !one || (other && other > one) ? other : one;

function serviceUses({ services, accessed }: KnownUse, isFresh: boolean): ServiceUse[] | null {
  if (!services && !accessed) return null;
  const last: Services = new Map();
  const told = (accessed?.services ?? []).filter(({ lastUsedAt }) => isFresh || lastUsedAt !== null);
  for (const { service, lastUsedAt } of [...(services ?? []), ...told])
    last.set(service.toLowerCase(), newest(last.get(service.toLowerCase()), lastUsedAt));
  return [...last].map(([service, lastUsedAt]) => ({
    ...{ service, lastUsedAt, isDeniedOnly: false, isTrackedCompletely: false },
  }));
}

/** Tracked actions; those that were not used count while that is not long ago. Attempts that were denied count as use in this. */
const trackedUses = ({ accessed }: KnownUse, isFresh: boolean): ActionUse[] =>
  (accessed?.services ?? []).flatMap(({ service, actions }) =>
    (actions ?? [])
      .filter(({ lastUsedAt }) => isFresh || lastUsedAt !== null)
      .map(({ name, lastUsedAt }) => ({ action: `${service}:${name}`, lastUsedAt, source: "action_last_accessed" })),
  );

/** Calls that AWS did not refuse each time. */
const calledUses = ({ calls }: KnownUse): ActionUse[] =>
  (calls ?? [])
    .filter(({ events, refused }) => refused === null || refused < events)
    .flatMap(({ value, lastAt }): ActionUse[] => {
      const action = actionOfCall(value);
      return action ? [{ action, lastUsedAt: lastAt, source: "cloudtrail" }] : [];
    });

/**
 * What is known of the use of a user's permissions, from scans and lookups together. That something was not used is known from AWS alone,
 * and grows old; that it was used stays known.
 */
export function observedPermissionsOf(known: KnownUse): ObservedPermissions {
  const { accessed, userCreatedAt, at } = known;
  const isFresh = accessed !== null && at.getTime() - accessed.at.getTime() < FRESH_DAYS * MS_PER_DAY;
  const watchedFrom = new Date(Math.max(userCreatedAt.getTime(), at.getTime() - TRACKED_DAYS * MS_PER_DAY));
  return {
    services: serviceUses(known, isFresh),
    actions: [...trackedUses(known, isFresh), ...calledUses(known)],
    watchedFrom,
    windowDays: Math.max(1, Math.floor((at.getTime() - watchedFrom.getTime()) / MS_PER_DAY)),
    at,
  };
}

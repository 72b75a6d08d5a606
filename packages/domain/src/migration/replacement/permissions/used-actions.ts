import { actionsOf } from "../../../rules/power/action-levels.ts";
import type { ActionUse, ObservedPermissions, ServiceUse } from "./facts.ts";
import type { DroppedReason, KeptReason } from "./proposal.ts";

const DAY_MS = 86_400_000;
/** AWS never tells when a role was passed. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-action-last-accessed.html */
export const PASS_ROLE = "iam:passrole";

/**
 * What is kept of a service. `all`: as it is granted. `some`: the actions for which `isKept` is true.
 */
export type ServiceCut =
  | { keeps: "all"; reason: KeptReason }
  | { keeps: "none"; reason: DroppedReason; lastUsedAt: Date | null }
  | { keeps: "some"; isUsed(action: string): boolean; isKept(action: string): boolean; isComplete: boolean };

/** What is kept of all that a user may do, by what was seen of its use. Services and actions are asked for in lower case. */
export type UsedActions = {
  /** Since when use counts; null: use was not watched. */
  from: Date | null;
  /** Nothing can be left out, because use was not read, or not watched for as long as the rhythm needs. */
  keepsAll: Extract<KeptReason, "watched_too_short" | "use_not_read"> | null;
  cutOf(service: string): ServiceCut;
  /** The services that AWS tells of, used or not. */
  reported: readonly string[];
  /** Services that were used: all that is kept of what a wildcard leaves open. */
  used: readonly string[];
  /** Actions that were seen within the window, in lower case, with when. */
  usedActions: ReadonlyMap<string, Date>;
  /** An action that was seen, as it is written. */
  spellingOf(action: string): string;
};

const serviceOf = (action: string): string => action.slice(0, Math.max(0, action.indexOf(":"))).toLowerCase();
const later = (one: Date | null, other: Date | null): Date | null =>
  one === null || (other !== null && other > one) ? other : one;

/** From when use counts: as far back as the rhythm asks for, and never less than what was watched. */
function windowOf({ watchedFrom, windowDays, at }: ObservedPermissions) {
  const byRhythm = new Date(at.getTime() - windowDays * DAY_MS);
  return {
    from: watchedFrom !== null && watchedFrom < byRhythm ? watchedFrom : byRhythm,
    isWatchedLongEnough: watchedFrom !== null && watchedFrom <= byRhythm,
  };
}

type Tracked = {
  use: ServiceUse | null;
  lastUsedAt: Date | null;
  unused: ReadonlySet<string>;
  hasUsedAction: boolean;
  isTracked: boolean;
};

function trackedOf(
  use: ServiceUse | null,
  actions: readonly ActionUse[],
  isUsed: (action: string) => boolean,
): Tracked {
  const tracked = actions.filter(({ source }) => source === "action_last_accessed");
  return {
    use,
    lastUsedAt: actions.reduce((last, { lastUsedAt }) => later(last, lastUsedAt), use?.lastUsedAt ?? null),
    unused: new Set(tracked.map(({ action }) => action.toLowerCase()).filter((action) => !isUsed(action))),
    hasUsedAction: actions.some(({ action }) => isUsed(action.toLowerCase())),
    isTracked: tracked.length > 0 || use?.isTrackedCompletely === true,
  };
}

/** What of a permission was used within the window, and with what it did not see. */
export function readUsedActions(observed: ObservedPermissions): UsedActions {
  const { from, isWatchedLongEnough } = windowOf(observed);
  const usedActions = new Map<string, Date>();
  for (const { action, lastUsedAt } of observed.actions)
    if (lastUsedAt && lastUsedAt >= from)
      usedActions.set(
        action.toLowerCase(),
        later(usedActions.get(action.toLowerCase()) ?? null, lastUsedAt) ?? lastUsedAt,
      );
  const spellings = new Map(observed.actions.map(({ action }) => [action.toLowerCase(), action]));
  const isUsed = (action: string) => usedActions.has(action);

  const byService = Map.groupBy(observed.actions, ({ action }) => serviceOf(action));
  const uses = new Map((observed.services ?? []).map((use) => [use.service.toLowerCase(), use]));
  const services = new Map(
    [...new Set([...uses.keys(), ...byService.keys()])].map((service): [string, Tracked] => [
      service,
      trackedOf(uses.get(service) ?? null, byService.get(service) ?? [], isUsed),
    ]),
  );
  const wasUsed = ({ use, lastUsedAt, hasUsedAction }: Tracked): boolean =>
    hasUsedAction || (lastUsedAt !== null && lastUsedAt >= from && use?.isDeniedOnly !== true);
  const keepsAll = observed.services === null ? "use_not_read" : isWatchedLongEnough ? null : "watched_too_short";

  const cutOf = (service: string): ServiceCut => {
    if (keepsAll) return { keeps: "all", reason: keepsAll };
    const tracked = services.get(service);
    if (!tracked || (tracked.use === null && !wasUsed(tracked))) return { keeps: "all", reason: "not_reported" };
    if (!wasUsed(tracked)) {
      const reason = tracked.use?.isDeniedOnly ? "denied_only" : "unused";
      return { keeps: "none", reason, lastUsedAt: tracked.lastUsedAt };
    }
    if (!tracked.isTracked) return { keeps: "all", reason: "service_level_only" };
    const isComplete = tracked.use?.isTrackedCompletely === true;
    return {
      keeps: "some",
      isUsed,
      isKept: (action) => action === PASS_ROLE || (isComplete ? isUsed(action) : !tracked.unused.has(action)),
      isComplete,
    };
  };
  return {
    from: observed.watchedFrom === null ? null : from,
    keepsAll,
    cutOf,
    reported: [...uses.keys()].sort(),
    used: [...services]
      .filter(([, tracked]) => wasUsed(tracked))
      .map(([service]) => service)
      .sort(),
    usedActions,
    spellingOf: (action) => spellings.get(action) ?? action,
  };
}

const published = new Map<string, ReadonlyMap<string, string>>();

function publishedNames(service: string): ReadonlyMap<string, string> {
  const known = published.get(service);
  if (known) return known;
  const actions = actionsOf(service);
  if (!actions) return new Map();
  const names = new Map(actions.names.map((name) => [`${service}:${name.toLowerCase()}`, `${service}:${name}`]));
  published.set(service, names);
  return names;
}

/** The actions of a service by name in lower case: those that AWS publishes, and those that were seen. */
export function namesOf(service: string, { usedActions, spellingOf }: UsedActions): ReadonlyMap<string, string> {
  const names = publishedNames(service);
  const others = [...usedActions.keys()].filter((action) => serviceOf(action) === service && !names.has(action));
  return others.length === 0
    ? names
    : new Map([...names, ...others.map((action) => [action, spellingOf(action)] as const)]);
}

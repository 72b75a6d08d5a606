import type { AccessObstacle, AccountAccess } from "../../organizations/account-access.ts";
import { isObstacle } from "../../organizations/account-access.ts";
import type { PermissionPack } from "../../permissions/permissions.ts";
import { LOOKUP_KEPT_MS, type TrailLookup } from "../../scans/trail-lookup.ts";
import type { LookupOutcome, MissingGrant, RequestedEvidence } from "./evidence-lookups.ts";

/** A lookup of something, as far as it tells whether to ask again. */
export type KnownLookup = Pick<TrailLookup, "status" | "finishedAt">;

/** A user, with its active access keys and password, and the newest lookup of each. */
export type UserToLookUp = {
  userId: string;
  userName: string;
  awsAccountId: string;
  isGone: boolean;
  credentials: readonly { id: string; lookup: KnownLookup | null }[];
  /** The newest lookup of the services and actions that it used. */
  actions: KnownLookup | null;
};

export type PlannedLookups = {
  answer: RequestedEvidence["users"][number];
  /** Credentials that are to be looked up in CloudTrail. */
  credentialIds: string[];
  looksUpActions: boolean;
};

function outcomeOf(lookup: KnownLookup | null, now: Date): Extract<LookupOutcome, "asked" | "under_way" | "known"> {
  if (!lookup) return "asked";
  const { status, finishedAt } = lookup;
  if (status === "queued" || status === "running") return "under_way";
  const isFresh = finishedAt !== null && now.getTime() - finishedAt.getTime() < LOOKUP_KEPT_MS;
  return status !== "failed" && isFresh ? "known" : "asked";
}

const MAY_ASK: readonly LookupOutcome[] = ["asked", "under_way", "known"];
/** Of several lookups: what is begun now counts before what is under way, and that before what is known. */
const firstOf = (outcomes: readonly LookupOutcome[]): LookupOutcome =>
  MAY_ASK.find((outcome) => outcomes.includes(outcome)) ?? "nothing_to_ask";

const TRAIL: Readonly<Record<LookupOutcome, string>> = {
  asked: "What CloudTrail tells of its keys and password is being looked up.",
  under_way: "What CloudTrail tells of its keys and password is being looked up already.",
  known: "CloudTrail was asked within the last 24 hours.",
  not_granted: "CloudTrail may not be asked: the role of the customer does not grant cloudtrail:LookupEvents.",
  unreachable: "",
  nothing_to_ask: "It has no active access key or password: there is nothing to look up.",
};
const ACTIONS: Readonly<Partial<Record<LookupOutcome, string>>> = {
  asked: "The services and actions that it used are being read.",
  under_way: "The services and actions that it used are being read already.",
  known: "The services and actions that it used were read within the last 24 hours.",
};

const nothing = (user: UserToLookUp, sentence: string, outcome: LookupOutcome): PlannedLookups => {
  const { userId, userName, awsAccountId } = user;
  const answer = { userId, userName, awsAccountId, trail: outcome, actions: outcome, sentence };
  return { answer, credentialIds: [], looksUpActions: false };
};

/** What is looked up of a user when somebody asks: nothing twice within a day, and nothing that the customer's role does not allow. */
export function planLookups(user: UserToLookUp, access: AccountAccess | AccessObstacle, now: Date): PlannedLookups {
  if (user.isGone) return nothing(user, "The user is gone.", "nothing_to_ask");
  if (user.credentials.length === 0) return nothing(user, TRAIL.nothing_to_ask, "nothing_to_ask");
  const obstacle = isObstacle(access) ? access.obstacle : access.scanPausedReason;
  if (isObstacle(access) || obstacle !== null)
    return nothing(
      user,
      `Account ${user.awsAccountId} cannot be read: ${obstacle}`.replace(/\.?$/, "."),
      "unreachable",
    );

  const outcomes = user.credentials.map(({ id, lookup }) => ({ id, outcome: outcomeOf(lookup, now) }));
  const mayAsk = access.packs.includes(TRAIL_PACK);
  const trail = mayAsk ? firstOf(outcomes.map(({ outcome }) => outcome)) : "not_granted";
  const actions = outcomeOf(user.actions, now);
  const { userId, userName, awsAccountId } = user;
  const sentence = [TRAIL[trail], ACTIONS[actions]].join(" ");
  return {
    answer: { userId, userName, awsAccountId, trail, actions, sentence },
    credentialIds: mayAsk ? outcomes.filter(({ outcome }) => outcome === "asked").map(({ id }) => id) : [],
    looksUpActions: actions === "asked",
  };
}

const TRAIL_PACK: PermissionPack = "cloudtrail";

/** What a connection without the pack would have to be granted; null: it is. */
export function missingGrantOf(
  access: AccountAccess | AccessObstacle,
  awsAccountIds: readonly string[],
): MissingGrant | null {
  if (isObstacle(access) || access.packs.includes(TRAIL_PACK)) return null;
  return {
    connectionId: access.connectionId,
    connectionName: access.connectionName,
    awsAccountIds: [...awsAccountIds],
    pack: TRAIL_PACK,
    statement: { Effect: "Allow", Action: "cloudtrail:LookupEvents", Resource: "*" },
    wouldTell:
      "Which software signs calls with each key, from which addresses, for which services and actions, and which of them AWS refused. That often decides what should replace the user.",
  };
}

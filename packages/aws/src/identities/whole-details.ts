import type { IdentityDetail } from "@rolecall/domain";
import { type Listed, OddRecords } from "../reading/odd-records.ts";
import type { Outcome } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import {
  DETAILS_ACTION,
  type DetailKind,
  type Entries,
  type Entry,
  type FactOf,
  SHAPES,
} from "./authorization-details.ts";
import { type Listing, unlisted, withSecond } from "./listing.ts";

/** The list that shows who there are of a kind. */
export type Heads = { action: string; read: () => Promise<Outcome<Listed<readonly object[]>>> };

/** What no list shows of an entity of each kind. */
const DETAILS: Readonly<Record<DetailKind, readonly IdentityDetail[]>> = {
  users: ["tags", "groupNames", "attachedPolicyArns", "inlinePolicies", "permissionsBoundaryArn"],
  roles: ["tags", "attachedPolicyArns", "inlinePolicies", "permissionsBoundaryArn"],
  groups: ["attachedPolicyArns", "inlinePolicies"],
  policies: [],
};

type Given<Kind extends DetailKind> = {
  kind: Kind;
  found: Entries<FactOf<Kind>>;
  details: Outcome<unknown>;
  shared: SharedTexts;
};

/**
 * All entities of one kind of an answer to GetAccountAuthorizationDetails. Where entries lack what they are known by, or the list of
 * the kind is missing, who they are is taken from one list more, and from no call for each of them.
 */
export async function wholeDetails<Kind extends DetailKind>(
  given: Given<Kind>,
  heads: Heads,
): Promise<Listing<FactOf<Kind>>> {
  const { kind, found, details } = given;
  if (!found.isGiven) return withoutDetails(given, heads);
  const named =
    found.named > 0 ? `${DETAILS_ACTION} left out the names of ${found.named} ${kind}: taken from their ARNs` : null;
  if (found.odd.length === 0) return { items: [...found.byId.values()], isListed: true, outcome: details, note: named };
  const listed = await heads.read();
  const byKey = headsByKey(kind, listed.ok ? listed.value.value : []);
  const [items, odd] = [new Map(found.byId), new OddRecords(DETAILS_ACTION, kind)];
  const { isWhole, toFact, idOf } = shapeOf(kind);
  for (const entry of found.odd) {
    const whole = {
      ...keysOf(kind, entry)
        .map((key) => byKey.get(key))
        .find(Boolean),
      ...told(entry),
    };
    if (!isWhole(whole)) {
      odd.note(entry);
      continue;
    }
    const fact = toFact(whole, given.shared);
    items.set(idOf(fact), fact);
  }
  const { failure } = odd;
  const note = `${DETAILS_ACTION} gave ${found.odd.length} of the ${kind} without the fields by which they are known: these were taken from ${heads.action}`;
  if (!failure) return { items: [...items.values()], isListed: true, outcome: details, note };
  const second = listed.ok ? listed.value.lacking : listed.failure;
  const outcome = { ok: false, failure: second ? withSecond(failure, second) : failure } as const;
  return { items: [...items.values()], isListed: false, outcome, note: null };
}

/** The entities as one list shows them: what else there is to know of each is unread. */
async function withoutDetails<Kind extends DetailKind>(
  { kind, shared }: Given<Kind>,
  heads: Heads,
): Promise<Listing<FactOf<Kind>>> {
  const reason = `${DETAILS_ACTION} gave no list of ${kind}`;
  const missing = { state: "failed", reason, action: DETAILS_ACTION, kind: "unknown", deniedBy: null } as const;
  const listed = await heads.read();
  if (!listed.ok) return unlisted(withSecond(missing, listed.failure));
  const { value, lacking } = listed.value;
  const { toFact } = shapeOf(kind);
  const unread = DETAILS[kind].length > 0 ? { unreadDetails: DETAILS[kind] } : {};
  const items = value.map((head) => ({ ...(toFact(head, shared) as object), ...unread }) as FactOf<Kind>);
  if (lacking)
    return { items, isListed: false, outcome: { ok: false, failure: withSecond(missing, lacking) }, note: null };
  const note = `${reason}, and ${heads.action} shows none`;
  if (items.length === 0)
    return { items, isListed: true, outcome: { ok: true, value: null, observedAt: listed.observedAt }, note };
  const failure = { ...missing, reason: `${reason}: only what ${heads.action} shows of them is known` };
  return { items, isListed: true, outcome: { ok: false, failure }, note: null };
}

type Shape<Kind extends DetailKind> = {
  name: string;
  isWhole: (entry: object) => boolean;
  toFact: (entry: object, shared: SharedTexts) => FactOf<Kind>;
  idOf: (fact: FactOf<Kind>) => string;
};
const shapeOf = <Kind extends DetailKind>(kind: Kind): Shape<Kind> => SHAPES[kind] as unknown as Shape<Kind>;

/** What an entry says, without the fields that it leaves empty. */
const told = (entry: Entry): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined && value !== ""));

/** By what an entry is found again in another list: its ARN, else its name, which is unique whatever its case. */
const keysOf = (kind: DetailKind, entry: Entry): string[] => {
  const name = entry[SHAPES[kind].name];
  return [entry.Arn, typeof name === "string" ? name.toLowerCase() : ""].flatMap((key) =>
    typeof key === "string" && key !== "" ? [key] : [],
  );
};

const headsByKey = (kind: DetailKind, heads: readonly object[]): Map<string, object> =>
  new Map(heads.flatMap((head) => keysOf(kind, head as Entry).map((key) => [key, head] as const)));

import type { Holder } from "../../inventory/holder.ts";
import type { Tag } from "../../inventory/user.ts";
import type { UsageRhythm } from "../../judgement/rotation.ts";
import type { Confidence } from "../target/target.ts";
import { ownerKey } from "./owner-spellings.ts";

/** A user of one account, as far as it tells whose it is. */
export type UserOfAccount = {
  id: string;
  awsAccountId: string;
  userName: string;
  tags: readonly Tag[];
  owner: string | null;
  holder: Holder;
  rhythm: UsageRhythm;
  /** Services that its credentials were seen to use. */
  services: readonly string[];
};

/** What a person said: these are one, or these are none of each other's. It outweighs all evidence. */
export type PeopleRulings = { merged: readonly (readonly string[])[]; split: readonly (readonly [string, string])[] };

/** Users of one person or one workload. */
export type Person = {
  userIds: string[];
  /** Null: one user alone. */
  confidence: Confidence | null;
  /** Why they are one, in sentences. */
  reasons: string[];
};

type Link = { a: string; b: string; confidence: Confidence; reason: string };

const EMAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;
const EMAIL_TAGS = new Set(["email", "e-mail", "mail", "owner-email", "contact"]);
/** Parts of a name that say where it works, not what it is. */
const PLACES = /^(prod|production|prd|stage|staging|stg|dev|development|test|qa|sandbox|shared|eu|us|\d{12})$/;

function emailOf({ userName, tags, holder }: UserOfAccount): string | null {
  if (EMAIL.test(userName)) return userName.toLowerCase();
  // The address of a workload is its team's, which has others too.
  if (holder !== "human") return null;
  const tag = tags.find(({ key, value }) => EMAIL_TAGS.has(key.toLowerCase()) && EMAIL.test(value.trim()));
  return tag?.value.trim().toLowerCase() ?? null;
}

/** A name without what differs from account to account. */
export function bareName(userName: string): string {
  const [local = userName] = userName.toLowerCase().split("@");
  const parts = local.split(/[^a-z0-9]+/).filter((part) => part && !PLACES.test(part));
  return parts.join("-") || local;
}

/** Users that are no persons and share their bare name: of these alone it matters how they are used. */
export const namesakes = (users: readonly UserOfAccount[]): UserOfAccount[] =>
  [
    ...Map.groupBy(
      users.filter(({ holder }) => holder !== "human"),
      ({ userName, holder }) => `${holder} ${bareName(userName)}`,
    ).values(),
  ].flatMap((some) => (some.length > 1 ? some : []));

const isFullName = (bare: string): boolean => /^[a-z]{2,}-[a-z]{2,}/.test(bare);
const sameServices = (a: UserOfAccount, b: UserOfAccount): boolean =>
  a.services.length > 0 && [...a.services].sort().join() === [...b.services].sort().join();
const isRhythm = ({ rhythm }: UserOfAccount): boolean => rhythm !== "unknown" && rhythm !== "none";

/** Why two users of one bare name are one; null: the name alone does not say so. */
function linkOfNamesakes(a: UserOfAccount, b: UserOfAccount, bare: string): Omit<Link, "a" | "b"> | null {
  if (a.holder !== b.holder) return null;
  if (a.holder === "human" && isFullName(bare))
    return { confidence: "medium", reason: `Both are called ${bare}, a first and a last name.` };
  if (a.owner && b.owner && ownerKey(a.owner) === ownerKey(b.owner))
    return { confidence: "medium", reason: `Both are called ${bare}, and ${a.owner} answers for both.` };
  if (isRhythm(a) && a.rhythm === b.rhythm && sameServices(a, b))
    return { confidence: "medium", reason: `Both are called ${bare}, and use the same services in the same rhythm.` };
  return null;
}

/** Neighbours of a group suffice: what is one with the first is one with the last. */
const linksByEmail = (users: readonly UserOfAccount[]): Link[] =>
  [...Map.groupBy(users, emailOf)].flatMap(([email, some]) =>
    some.flatMap((user, index) => {
      const before = email === null ? undefined : some[index - 1];
      return before
        ? [{ a: before.id, b: user.id, confidence: "high" as const, reason: `Both have the address ${email}.` }]
        : [];
    }),
  );

/** Each with the first before it that it is one with. */
const linksByName = (users: readonly UserOfAccount[]): Link[] =>
  [...Map.groupBy(users, ({ userName }) => bareName(userName))].flatMap(([bare, some]) =>
    some.flatMap((user, index) => {
      for (const other of some.slice(0, index)) {
        const link = linkOfNamesakes(other, user, bare);
        if (link) return [{ a: other.id, b: user.id, ...link }];
      }
      return [];
    }),
  );

const RANK: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };

/** Groups that grow together; two that a person split never do. */
class Groups {
  readonly #of = new Map<string, Person>();
  readonly #apart = new Map<string, Set<string>>();

  constructor(users: readonly UserOfAccount[], { split }: PeopleRulings) {
    for (const { id } of users) this.#of.set(id, { userIds: [id], confidence: null, reasons: [] });
    for (const [a, b] of split) {
      this.#apart.set(a, (this.#apart.get(a) ?? new Set()).add(b));
      this.#apart.set(b, (this.#apart.get(b) ?? new Set()).add(a));
    }
  }

  join({ a, b, confidence, reason }: Link): void {
    const [one, other] = [this.#of.get(a), this.#of.get(b)];
    if (!one || !other || one === other || this.#areApart(one, other)) return;
    const weaker = [one.confidence, other.confidence, confidence]
      .filter((each) => each !== null)
      .reduce((worst, each) => (RANK[each] > RANK[worst] ? each : worst));
    one.userIds.push(...other.userIds);
    one.reasons.push(...other.reasons, reason);
    one.confidence = weaker;
    for (const id of other.userIds) this.#of.set(id, one);
  }

  #areApart(one: Person, other: Person): boolean {
    return one.userIds.some((id) => other.userIds.some((each) => this.#apart.get(id)?.has(each)));
  }

  all(): Person[] {
    return [...new Set(this.#of.values())].map(({ userIds, confidence, reasons }) => ({
      userIds: userIds.toSorted(),
      confidence,
      reasons: [...new Set(reasons)],
    }));
  }
}

/**
 * Which users of all accounts are one person or one workload: by address, by a full name, by a name with the same owner or the same use.
 * A name of software alone makes nobody one. What a person ruled outweighs it, and the order of the users does not matter.
 */
export function groupPeople(users: readonly UserOfAccount[], rulings: PeopleRulings): Person[] {
  const sorted = users.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const groups = new Groups(sorted, rulings);
  for (const [first, ...rest] of rulings.merged)
    for (const id of rest)
      if (first) groups.join({ a: first, b: id, confidence: "high", reason: "A member merged them." });
  for (const link of [...linksByEmail(sorted), ...linksByName(sorted)]) groups.join(link);
  return groups.all();
}

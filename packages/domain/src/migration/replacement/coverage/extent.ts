import { z } from "zod";
import { type IdentityStatement, readIdentityPolicy } from "../../../policy/statements.ts";
import { isAboutAll } from "../permissions/cut-statement.ts";
import type { HeldPermissions } from "../permissions/facts.ts";
import { covers, meets } from "../permissions/pattern-relations.ts";

/** How far policies allow an action, or a service. */
export const Extent = z
  .enum(["all", "some", "none", "unknown"])
  .describe(
    "all: on every resource, and without a condition. some: some of its actions, on some resources, or under conditions. unknown: no policy that was read allows it, and one was not read",
  );
export type Extent = z.infer<typeof Extent>;

/** A variable that no role has a value for: what it stands in matches nothing. */
const OF_USERS = /\$\{aws:username\}/i;

const isAbout = ({ actions: { patterns, isExcept } }: IdentityStatement, pattern: string): boolean =>
  isExcept ? !patterns.some((each) => covers(each, pattern)) : patterns.some((each) => meets(each, pattern));

const isEverywhere = ({ resources, conditions }: IdentityStatement): boolean =>
  conditions.all.length === 0 && !resources.isExcept && resources.patterns.some(({ isAnything }) => isAnything);

const isForRoles = ({ resources }: IdentityStatement): boolean =>
  resources.isExcept || !resources.patterns.every(({ text }) => OF_USERS.test(text));

type Reach = "all" | "some" | "none";

/** What one document says of a pattern, by itself. */
export type Saying = { allows: Reach; denies: Reach; isComplete: boolean };

/** @param pattern in lower case. */
export function sayingOf(document: unknown, pattern: string, of: "user" | "role"): Saying {
  const { statements, isComplete } = readIdentityPolicy(document);
  const about = statements.filter((statement) => isAbout(statement, pattern));
  const reach = (effective: readonly IdentityStatement[]): Reach => {
    const isWhole = effective.some((statement) => isEverywhere(statement) && isAboutAll(statement.actions, pattern));
    return isWhole ? "all" : effective.length > 0 ? "some" : "none";
  };
  return {
    allows: reach(about.filter((statement) => statement.allows && (of === "user" || isForRoles(statement)))),
    denies: reach(about.filter(({ allows }) => !allows)),
    isComplete,
  };
}

/** What documents say together. */
export function extentOfSayings(sayings: readonly Saying[]): Extent {
  if (sayings.some(({ denies }) => denies === "all")) return "none";
  const isComplete = sayings.every((each) => each.isComplete);
  if (sayings.every(({ allows }) => allows === "none")) return isComplete ? "none" : "unknown";
  const isWhole = isComplete && sayings.every(({ denies }) => denies === "none");
  return isWhole && sayings.some(({ allows }) => allows === "all") ? "all" : "some";
}

/** What a boundary leaves of an extent. */
export function cappedBy(own: Extent, cap: Extent): Extent {
  if (own === "none" || cap === "none") return "none";
  if (own === "unknown" || cap === "unknown") return "unknown";
  return own === "all" && cap === "all" ? "all" : "some";
}

/** How far a user's or role's policies, cut by its boundary, allow what a pattern in lower case stands for. */
export function extentOf({ policies, boundary }: HeldPermissions, pattern: string, of: "user" | "role"): Extent {
  const own = extentOfSayings(policies.map(({ document }) => sayingOf(document, pattern, of)));
  return boundary ? cappedBy(own, extentOfSayings([sayingOf(boundary.document, pattern, of)])) : own;
}

/** Whether all policies were read, and the boundary. */
export const isRead = ({ policies, boundary }: HeldPermissions): boolean =>
  [...policies, ...(boundary ? [boundary] : [])].every(({ document }) => readIdentityPolicy(document).isComplete);

import { matchesWildcard } from "../../../policy/wildcards.ts";
import { covers, meets } from "./pattern-relations.ts";
import type { PlainStatement } from "./statement-for-user.ts";
import { namesOf, PASS_ROLE, type ServiceCut, type UsedActions } from "./used-actions.ts";

const PASS_ROLE_WRITTEN = "iam:PassRole";
/** A pattern for so many actions stands in the place of their names. */
const LEAST_GROUPED = 3;

const isOpen = (text: string): boolean => /[*?]/.test(text);

/** The service that a pattern names; null: a wildcard leaves it open, or it is no action at all. */
export function serviceOf(pattern: string): string | null {
  const colon = pattern.indexOf(":");
  const service = colon > 0 ? pattern.slice(0, colon) : "";
  return service === "" || isOpen(service) ? null : service;
}

/** Patterns are about what a statement is about: in lower case, and for NotAction what it spares. */
export type About = { patterns: readonly string[]; isExcept: boolean };

export const isAbout = ({ patterns, isExcept }: About, action: string): boolean =>
  patterns.some((pattern) => matchesWildcard(pattern, action)) !== isExcept;

/** Whether a statement is about all that a pattern can match. */
export const isAboutAll = ({ patterns, isExcept }: About, pattern: string): boolean =>
  isExcept ? !patterns.some((each) => meets(each, pattern)) : patterns.some((each) => covers(each, pattern));

/**
 * Names of which many begin with the same word, as a pattern for those: only where every published name that it matches is kept, and the
 * statement is about all that it can ever match.
 */
function grouped(names: readonly string[], all: Iterable<string>, about: About): string[] {
  const kept = new Set(names.map((name) => name.toLowerCase()));
  const dropped = [...all].filter((name) => !kept.has(name));
  const found: string[] = [];
  for (const [word, members] of Map.groupBy(names, (name) => /^[^:]+:[A-Z]+[a-z]*/.exec(name)?.[0] ?? name)) {
    const pattern = `${word}*`.toLowerCase();
    const isPattern =
      members.length >= LEAST_GROUPED &&
      isAboutAll(about, pattern) &&
      !dropped.some((name) => matchesWildcard(pattern, name));
    found.push(...(isPattern ? [`${word}*`] : members));
  }
  return found;
}

/** The names of a service that a statement is about and that are kept. */
function namesKept(service: string, about: About, isKept: (action: string) => boolean, used: UsedActions) {
  const names = namesOf(service, used);
  const granted = [...names].filter(([action]) => isAbout(about, action));
  const kept = granted.filter(([action]) => isKept(action)).map(([, name]) => name);
  return { names, granted, kept };
}

function keptOfService(service: string, about: About, cut: ServiceCut, used: UsedActions): string[] {
  const passRole = service === "iam" && isAbout(about, PASS_ROLE) ? [PASS_ROLE_WRITTEN] : [];
  if (cut.keeps === "none") return passRole;
  if (cut.keeps === "all") {
    const whole = `${service}:*`;
    if (isAboutAll(about, whole)) return [whole];
    const { names, kept } = namesKept(service, about, () => true, used);
    return grouped(kept, names.keys(), about);
  }
  const { names, kept } = namesKept(service, about, cut.isKept, used);
  return cut.isComplete ? kept : grouped(kept, names.keys(), about);
}

/** What is kept of one pattern of an Action element that names its service. */
function keptOfPattern(written: string, service: string, used: UsedActions): string[] {
  const pattern = written.toLowerCase();
  const cut = used.cutOf(service);
  const about: About = { patterns: [pattern], isExcept: false };
  if (cut.keeps !== "some") return cut.keeps === "all" ? [written] : keptOfService(service, about, cut, used);
  if (!isOpen(pattern)) return cut.isKept(pattern) ? [written] : [];
  const { names, granted, kept } = namesKept(service, about, cut.isKept, used);
  // Where AWS publishes nothing of it, there are no names to choose from.
  if (!cut.isComplete && kept.length === granted.length) return [written];
  return cut.isComplete ? kept : grouped(kept, names.keys(), about);
}

/** An Allow without what was not used; null: nothing is left. Of services that a wildcard leaves open those that were used are named. */
export function cutStatement(statement: PlainStatement, used: UsedActions): PlainStatement | null {
  if (used.keepsAll) return statement;
  const patterns = statement.actions.map((action) => action.toLowerCase());
  const openServices = [...new Set([...used.used, "iam"])];
  const openOf = (about: About) =>
    openServices.flatMap((service) => {
      const cut = used.cutOf(service);
      const isUsed = used.used.includes(service);
      return keptOfService(service, about, isUsed ? cut : { keeps: "none", reason: "unused", lastUsedAt: null }, used);
    });
  const kept = statement.isExceptActions
    ? openOf({ patterns, isExcept: true })
    : statement.actions.flatMap((written, index) => {
        const pattern = patterns[index] ?? "";
        const service = serviceOf(pattern);
        return service === null
          ? openOf({ patterns: [pattern], isExcept: false })
          : keptOfPattern(written, service, used);
      });
  const actions = withoutCovered(kept);
  return actions.length === 0 ? null : { ...statement, actions, isExceptActions: false };
}

/** So many pairs of patterns are compared; honest policies have a hundredth of it. */
export const MOST_COMPARED = 500_000;

/** Patterns each once, without what another one of them says already. */
export function withoutCovered(patterns: readonly string[]): string[] {
  const unique = [...new Map(patterns.map((pattern) => [pattern.toLowerCase(), pattern]))];
  const wide = unique.map(([lower]) => lower).filter(isOpen);
  if (wide.length * unique.length > MOST_COMPARED) return unique.map(([, pattern]) => pattern);
  const isSaid = (lower: string) =>
    // Of two that say the same the first one stays.
    wide.some((wider) => wider !== lower && covers(wider, lower) && !(covers(lower, wider) && lower < wider));
  return unique.filter(([lower]) => !isSaid(lower)).map(([, pattern]) => pattern);
}

/** Whether a denial takes anything away from what is allowed. */
export function bearsOn(denial: PlainStatement, allowed: readonly string[]): boolean {
  const patterns = denial.actions.map((action) => action.toLowerCase());
  // What is not compared is kept: it takes away no more than it did.
  if (patterns.length * allowed.length > MOST_COMPARED) return true;
  if (denial.isExceptActions)
    return allowed.some((action) => !patterns.some((pattern) => covers(pattern, action.toLowerCase())));
  return patterns.some((pattern) => allowed.some((action) => meets(pattern, action.toLowerCase())));
}

/** A denial without the actions that nothing allows; null: it takes nothing away. */
export function cutDenial(denial: PlainStatement, allowed: readonly string[]): PlainStatement | null {
  if (!bearsOn(denial, allowed)) return null;
  if (denial.isExceptActions) return denial;
  if (denial.actions.length * allowed.length > MOST_COMPARED) return denial;
  const actions = denial.actions.filter((action) => bearsOn({ ...denial, actions: [action] }, allowed));
  return { ...denial, actions };
}

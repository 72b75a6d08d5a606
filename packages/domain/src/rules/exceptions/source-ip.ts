import type { Condition } from "../../policy/conditions.ts";
import { type IdentityStatement, readIdentityPolicy } from "../../policy/statements.ts";
import { areWithin } from "./ip-ranges.ts";

/** A policy that bears on a user; `document` null: not read, or not JSON. */
export type BearingPolicy = { name: string; document: unknown };

/** All policies that bear on one user. */
export type BearingPolicies = {
  /** Inline, attached and those of its groups. */
  granting: readonly BearingPolicy[];
  /** Null: it has none. */
  boundary: BearingPolicy | null;
};

/** Null: cannot be told, as policies that might do it were not read. */
export type SourceIpVerdict = { restricts: boolean | null; reason: string };

const SOURCE_IP = "aws:sourceip";
const EVERYTHING: ReadonlySet<string> = new Set(["*", "*:*"]);

/** AWS advises it beside such a denial: services that act for the user come from addresses of their own. */
const exemptsServices = ({ operator, quantifier, key, values }: Condition): boolean =>
  operator === "bool" &&
  quantifier === null &&
  key === "aws:viaawsservice" &&
  values.every((value) => value.toLowerCase() === "false");

/**
 * A denial of all actions on all resources to whoever comes from elsewhere. Any further condition would leave ways round it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
 */
function deniesOutside(statement: IdentityStatement, cidrs: readonly string[]): boolean {
  const { allows, actions, resources, conditions } = statement;
  if (allows || actions.isExcept || resources.isExcept) return false;
  if (!resources.patterns.some(({ isAnything }) => isAnything)) return false;
  if (!actions.patterns.some((pattern) => EVERYTHING.has(pattern))) return false;
  const [byIp] = conditions.on(SOURCE_IP);
  return (
    byIp !== undefined &&
    byIp.operator === "notipaddress" &&
    byIp.quantifier === null &&
    areWithin(byIp.values, cidrs) &&
    conditions.all.every((condition) => condition === byIp || exemptsServices(condition))
  );
}

/** IpAddress holds a request to its ranges; one that may leave the address out (IfExists) is held to nothing. */
const allowsInside = ({ conditions }: IdentityStatement, cidrs: readonly string[]): boolean =>
  conditions
    .on(SOURCE_IP)
    .some(({ operator, isOptional, values }) => operator === "ipaddress" && !isOptional && areWithin(values, cidrs));

/** Whether some of it allows, and all that does is held to the ranges. */
function allowsOnlyInside(statements: readonly IdentityStatement[], cidrs: readonly string[]): boolean {
  const allowing = statements.filter(({ allows }) => allows);
  return allowing.length > 0 && allowing.every((statement) => allowsInside(statement, cidrs));
}

/** Whether a user's policies let it act from these ranges, or narrower ones, and from nowhere else. */
export function restrictsSourceIp({ granting, boundary }: BearingPolicies, cidrs: readonly string[]): SourceIpVerdict {
  const ranges = cidrs.join(", ");
  const read = ({ name, document }: BearingPolicy) => ({ name, ...readIdentityPolicy(document) });
  const grants = granting.map(read);
  const bound = boundary && read(boundary);
  const all = bound ? [...grants, bound] : grants;
  const denying = all.find(({ statements }) => statements.some((statement) => deniesOutside(statement, cidrs)));
  if (denying) return { restricts: true, reason: `Policy ${denying.name} denies everything from outside ${ranges}.` };
  if (bound?.isComplete && allowsOnlyInside(bound.statements, cidrs))
    return { restricts: true, reason: `Permissions boundary ${bound.name} allows nothing from outside ${ranges}.` };
  const unread = all.filter(({ isComplete }) => !isComplete).map(({ name }) => name);
  if (unread.length > 0)
    return { restricts: null, reason: `What these policies say is not known: ${unread.join(", ")}.` };
  const allGrants = grants.flatMap(({ statements }) => statements);
  return allowsOnlyInside(allGrants, cidrs)
    ? { restricts: true, reason: `All that its policies allow is held to ${ranges}.` }
    : { restricts: false, reason: `No policy of the user holds it to ${ranges} by aws:SourceIp.` };
}

import { readStatements, type Statement } from "../power/policy-statements.ts";
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
const DENYING_OUTSIDE: ReadonlySet<string> = new Set(["notipaddress", "notipaddressifexists"]);
type Condition = Statement["conditions"][number];

/** AWS advises it beside such a denial: services that act for the user come from addresses of their own. */
const exemptsServices = ({ operator, key, values }: Condition): boolean =>
  ["bool", "boolifexists"].includes(operator) &&
  key === "aws:viaawsservice" &&
  values.every((value) => value.toLowerCase() === "false");

/**
 * A denial of all actions on all resources to whoever comes from elsewhere. Any further condition would leave ways round it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
 */
function deniesOutside(statement: Statement, cidrs: readonly string[]): boolean {
  const { allows, actions, exceptActions, resources, exceptResources, conditions } = statement;
  if (allows || exceptActions || exceptResources || !resources.some(({ isAnything }) => isAnything)) return false;
  if (!actions.some((action) => EVERYTHING.has(action))) return false;
  const byIp = conditions.find(({ key }) => key === SOURCE_IP);
  return (
    byIp !== undefined &&
    DENYING_OUTSIDE.has(byIp.operator) &&
    areWithin(byIp.values, cidrs) &&
    conditions.every((condition) => condition === byIp || exemptsServices(condition))
  );
}

/** Only IpAddress holds a request to its ranges: with IfExists one without an address passes. */
const allowsInside = ({ conditions }: Statement, cidrs: readonly string[]): boolean =>
  conditions.some(
    ({ operator, key, values }) => operator === "ipaddress" && key === SOURCE_IP && areWithin(values, cidrs),
  );

/** Whether some of it allows, and all that does is held to the ranges. */
function allowsOnlyInside(statements: readonly Statement[], cidrs: readonly string[]): boolean {
  const allowing = statements.filter(({ allows }) => allows);
  return allowing.length > 0 && allowing.every((statement) => allowsInside(statement, cidrs));
}

/** Whether a user's policies let it act from these ranges, or narrower ones, and from nowhere else. */
export function restrictsSourceIp({ granting, boundary }: BearingPolicies, cidrs: readonly string[]): SourceIpVerdict {
  const ranges = cidrs.join(", ");
  const read = ({ name, document }: BearingPolicy) => ({ name, ...readStatements(document) });
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

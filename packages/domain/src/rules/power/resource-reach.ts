import type { Probe, Reach } from "./escalations.ts";
import { isAnything, matchesWildcard } from "./wildcards.ts";

/** Further is more; 0: not at all. */
export const REACH: Readonly<Record<Reach, number>> = { own: 1, specific: 2, all: 3 };
const NOT_AT_ALL = 0;

/** Where the service of a type of resource is not the one of the action. */
const SERVICE_OF_TYPE: Readonly<Record<string, string>> = {
  user: "iam",
  group: "iam",
  role: "iam",
  policy: "iam",
  instance: "ec2",
};
const ARN_PARTS = 6;
/** What stands for the caller itself. */
const CALLER = /\$\{aws:(?:username|userid)\}/i;

/**
 * How far a resource of a statement reaches among those that an action is about.
 *
 * @param ownArn of the user whose policy it is; null: the policy may be anybody's.
 */
export function reachOf(resource: string, { action, resourceType }: Probe, ownArn: string | null): number {
  if (isAnything(resource)) return REACH.all;
  if (resource === ownArn) return resourceType === "user" ? REACH.own : NOT_AT_ALL;
  const service = SERVICE_OF_TYPE[resourceType] ?? action.split(":")[0] ?? "";
  const parts = resource.split(":");
  // A wildcard may stand for several parts of an ARN, such as arn:aws:iam::*
  if (parts.length < ARN_PARTS) {
    return matchesWildcard(resource, `arn:aws:${service}::000000000000:${resourceType}/any`) ? REACH.all : NOT_AT_ALL;
  }
  if (!matchesWildcard(parts[2] ?? "", service)) return NOT_AT_ALL;
  return reachWithin(parts.slice(ARN_PARTS - 1).join(":"), resourceType);
}

/** @param name the last part of an ARN, such as `role/deploy-*`. */
function reachWithin(name: string, resourceType: string): number {
  if (resourceType === "" || isAnything(name)) return REACH.all;
  if (name.startsWith(`${resourceType}/`) || name.startsWith(`${resourceType}:`)) {
    const rest = name.slice(resourceType.length + 1);
    if (isAnything(rest)) return REACH.all;
    return CALLER.test(rest) ? REACH.own : REACH.specific;
  }
  const wildcard = name.search(/[*?]/);
  const certain = wildcard < 0 ? null : name.slice(0, wildcard);
  return certain !== null && resourceType.startsWith(certain) ? REACH.all : NOT_AT_ALL;
}

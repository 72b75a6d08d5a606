import type { ArnPattern } from "../../policy/arns.ts";
import { isAnything, matchesWildcard } from "../../policy/wildcards.ts";
import type { Probe, Reach } from "./escalations.ts";

/** Further is more. */
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
/** What stands for the caller itself. */
const CALLER = /\$\{aws:(?:username|userid)\}/i;

/**
 * How far a resource of a statement reaches among those that an action is about; 0: not at all.
 *
 * @param ownArn of the user whose policy it is; null: the policy may be anybody's.
 */
export function reachOf(resource: ArnPattern, { action, resourceType }: Probe, ownArn: string | null): number {
  if (resource.isAnything) return REACH.all;
  if (resource.text === ownArn) return resourceType === "user" ? REACH.own : NOT_AT_ALL;
  const service = SERVICE_OF_TYPE[resourceType] ?? action.slice(0, action.indexOf(":"));
  if (resource.service === null) {
    const isReached = matchesWildcard(resource.text, `arn:aws:${service}::000000000000:${resourceType}/any`);
    return isReached ? REACH.all : NOT_AT_ALL;
  }
  return matchesWildcard(resource.service, service) ? reachWithin(resource.name, resourceType) : NOT_AT_ALL;
}

function reachWithin(name: string, resourceType: string): number {
  if (resourceType === "" || isAnything(name)) return REACH.all;
  if (name.startsWith(`${resourceType}/`) || name.startsWith(`${resourceType}:`)) {
    const rest = name.slice(resourceType.length + 1);
    if (isAnything(rest)) return REACH.all;
    return CALLER.test(rest) ? REACH.own : REACH.specific;
  }
  const wildcard = name.search(/[*?]/);
  return wildcard >= 0 && resourceType.startsWith(name.slice(0, wildcard)) ? REACH.all : NOT_AT_ALL;
}

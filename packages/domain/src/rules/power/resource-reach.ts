import type { ArnPattern } from "../../policy/arns.ts";
import { isAnything, matchesWildcard } from "../../policy/wildcards.ts";
import type { Probe, Reach } from "./probe.ts";

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

/** Whose policy it is: what does not act on the own account counts for nothing. */
export type PolicyHolder = {
  /** Null: of any account. */
  awsAccountId: string | null;
  /** Of the user whose policy it is; null: it may be anybody's. */
  ownArn: string | null;
};

/** Whether a resource may be of the account. Where an ARN names none, the service knows the caller's alone. AWS's own are of no customer. */
const isOfAccount = ({ account }: ArnPattern, awsAccountId: string | null): boolean =>
  !account || account.includes("${") || awsAccountId === null || matchesWildcard(account, awsAccountId);

/** How far a resource of a statement reaches among those that an action is about; 0: not at all. */
export function reachOf(
  resource: ArnPattern,
  { action, resourceType }: Probe,
  { awsAccountId, ownArn }: PolicyHolder,
): number {
  if (resource.isAnything) return REACH.all;
  if (resource.text === ownArn) return resourceType === "user" ? REACH.own : NOT_AT_ALL;
  const service = SERVICE_OF_TYPE[resourceType] ?? action.slice(0, action.indexOf(":"));
  if (resource.service === null) {
    const isReached = matchesWildcard(
      resource.text,
      `arn:aws:${service}::${awsAccountId ?? "000000000000"}:${resourceType}/any`,
    );
    return isReached ? REACH.all : NOT_AT_ALL;
  }
  if (!matchesWildcard(resource.service, service) || !isOfAccount(resource, awsAccountId)) return NOT_AT_ALL;
  return reachWithin(resource.name, resourceType);
}

/** Whether a name stands for all there are, in however many parts. */
const isEveryName = (name: string): boolean => name.endsWith("*") && /^[*/:]+$/.test(name);

function reachWithin(name: string, resourceType: string): number {
  if (resourceType === "" || isAnything(name)) return REACH.all;
  if (name.startsWith(`${resourceType}/`) || name.startsWith(`${resourceType}:`)) {
    const rest = name.slice(resourceType.length + 1);
    if (isEveryName(rest)) return REACH.all;
    return CALLER.test(rest) ? REACH.own : REACH.specific;
  }
  const wildcard = name.search(/[*?]/);
  return wildcard >= 0 && resourceType.startsWith(name.slice(0, wildcard)) ? REACH.all : NOT_AT_ALL;
}

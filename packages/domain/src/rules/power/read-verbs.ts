/**
 * What the name of an action that changes nothing begins with, in lower case. Reading secrets is reading: power is about what may
 * be changed.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const READ_VERBS: readonly string[] = [
  "get",
  "list",
  "describe",
  "head",
  "batchget",
  "batchdescribe",
  "query",
  "scan",
  "search",
  "lookup",
  "select",
  "view",
  "discover",
  "estimate",
  "preview",
  "simulate",
  "generatecredentialreport",
  "generateservicelastaccesseddetails",
];

/** Whether all that an action pattern (in lower case) can match only reads. */
export function isReadOnly(actionPattern: string): boolean {
  const name = actionPattern.split(":")[1] ?? "";
  const wildcard = name.search(/[*?]/);
  const certain = wildcard < 0 ? name : name.slice(0, wildcard);
  return READ_VERBS.some((verb) => certain.startsWith(verb));
}

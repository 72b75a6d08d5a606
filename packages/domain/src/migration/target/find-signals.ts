import { activeOf, type MigrationFacts, type MovedCredential } from "./facts.ts";
import { acceptedOf } from "./seen-use.ts";
import type { Found, SignalRule, Weight } from "./signals.ts";
import type { MigrationTarget } from "./target.ts";

/** Values of a tag, whatever the case of its key, in an order of their own. */
export const tagValues = ({ tags }: MigrationFacts, ...keys: string[]): string[] =>
  keys.flatMap((key) =>
    tags
      .filter((tag) => tag.key.toLowerCase() === key && tag.value.trim() !== "")
      .map(({ value }) => value.trim())
      .sort(),
  );

export const foundIf = (value: string | undefined): Found => (value === undefined ? null : { what: value });

export const joined = (values: readonly string[]): string => values.toSorted().join(", ");

/** An active credential of a kind, for a service or for any. */
export const credentialFor =
  (kind: MovedCredential["kind"], service: RegExp | null) =>
  (facts: MigrationFacts): Found => {
    const all = activeOf(facts, kind).filter(({ serviceName }) => !service || service.test(serviceName ?? ""));
    if (all.length === 0) return null;
    const last = Math.max(...all.map(({ lastUsedAt }) => lastUsedAt?.getTime() ?? 0));
    const [what = kind] = all.map(({ serviceName, name }) => serviceName ?? name ?? kind).sort();
    return { what, at: last > 0 ? new Date(last) : null };
  };

/** What a client calls, such as command/eks.update-kubeconfig, says nothing of where it runs. */
const withoutCalls = (userAgent: string): string => userAgent.replace(/(?:\b|\/)(?:command|api)[/#]\S*/g, "");

/** A client that says what it is, as CloudTrail shows it. `also` is what else has to be so. */
export const byUserAgent = (
  target: MigrationTarget,
  weight: Weight,
  pattern: RegExp,
  sentence: (what: string) => string,
  also: (facts: MigrationFacts) => boolean = () => true,
): SignalRule => ({
  target,
  weight,
  source: "cloudtrail",
  find: (facts) => {
    const seen = facts.observed && also(facts) ? acceptedOf(facts.observed.userAgents) : [];
    const newest = seen.find(({ value }) => pattern.test(withoutCalls(value)));
    return newest ? { what: newest.value, at: newest.lastAt } : null;
  },
  sentence,
});

/** The sentence of a client that runs in one place. */
export const runsIn =
  (where: string) =>
  (what: string): string =>
    `CloudTrail shows calls by "${what}", which runs ${where}.`;

/** `DatadogAWSUser` is `Datadog AWSUser`: words of a name can be told by their capitals. */
const wordsOf = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2");

/** A pattern of whole words, such as /wiz|nas/, so that neither a wizard nor a canvas is meant. */
export const words = (pattern: RegExp): RegExp =>
  new RegExp(`(?<![a-z])(?:${pattern.source})(?![a-z])`, pattern.flags.includes("i") ? "i" : "");

export const isNamed = ({ userName, path }: MigrationFacts, pattern: RegExp): boolean =>
  [userName, wordsOf(userName), path].some((name) => pattern.test(name));

/** What a user is called. `also` is what else has to be so. */
export const byName = (
  target: MigrationTarget,
  pattern: RegExp,
  of: string,
  also: (facts: MigrationFacts) => boolean = () => true,
): SignalRule => ({
  target,
  weight: "name",
  source: "name",
  find: (facts) => (isNamed(facts, pattern) && also(facts) ? { what: facts.userName } : null),
  sentence: (what) => `The name ${what} points to ${of}.`,
});

export const byTag = (target: MigrationTarget, keys: string[], pattern: RegExp, of: string): SignalRule => ({
  target,
  weight: "fair",
  source: "tag",
  find: (facts) => foundIf(tagValues(facts, ...keys).find((value) => pattern.test(value))),
  sentence: (what) => `A tag says "${what}": ${of}.`,
});

/** Only where everything that it may do is this. */
export const mayOnly = ({ allowedServices }: MigrationFacts, services: readonly string[]): boolean =>
  allowedServices !== null && allowedServices.length > 0 && allowedServices.every((each) => services.includes(each));

export const byPolicies = (target: MigrationTarget, services: readonly string[], of: string): SignalRule => ({
  target,
  weight: "fair",
  source: "policies",
  find: (facts) => (mayOnly(facts, services) ? { what: joined(facts.allowedServices ?? []) } : null),
  sentence: (what) => `Its policies allow ${what} alone: ${of}.`,
});

/** It does nothing but assume roles: it may do no more, or no more than that and manage itself, which its keys are not used for. */
export const isSpringboard = (facts: MigrationFacts): boolean =>
  mayOnly(facts, ["sts"]) ||
  (mayOnly(facts, ["sts", "iam"]) &&
    lastServices(facts).join() === "sts" &&
    facts.allowedServices?.includes("sts") === true);

/** Services of the last uses of its active keys, each once. */
export const lastServices = (facts: MigrationFacts): string[] => [
  ...new Set(activeOf(facts, "access_key").flatMap(({ lastUsedService }) => lastUsedService ?? [])),
];

export const byLastService = (target: MigrationTarget, service: string, of: string): SignalRule => ({
  target,
  weight: "fair",
  source: "use",
  find: (facts) => {
    const services = lastServices(facts);
    if (services.length !== 1 || services[0] !== service) return null;
    const last = activeOf(facts, "access_key").map(({ lastUsedAt }) => lastUsedAt?.getTime() ?? 0);
    return { what: service, at: new Date(Math.max(...last)) };
  },
  sentence: (what) => `Its keys were last used for ${what}: ${of}.`,
});

import { accountOfArn } from "./documents.ts";
import type { TrustSurroundings } from "./trust-assessment.ts";
import { type Conditions, type ConditionValue, heldDemands } from "./trust-conditions.ts";
import { nameAccount } from "./vendors.ts";

type Place = "same_account" | "own_organization" | "external" | "public";
type Scope = "principal" | "network" | "account" | "organization";

/** Whom an AWS principal lets in, once the conditions on the caller are counted. */
export type Reach = {
  place: Place;
  scope: Scope;
  awsAccountId: string | null;
  /** In words, as part of a sentence. */
  who: string;
};

/** What a caller may be by the Principal element alone. */
export type WrittenPrincipal = Reach | "deleted" | "unknown";

/** The unique id of a user or role, which AWS shows where the principal does not exist any more. */
const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]{12,}$/;
const IDENTITY_ARN = /^arn:[^:]*:(?:iam|sts)::[^:]*:(user|role|assumed-role|federated-user)\/(.+)/;
const KINDS: Readonly<Record<string, string>> = {
  user: "user",
  role: "role",
  "assumed-role": "session",
  "federated-user": "federated user",
};
const EVERYBODY: Reach = { place: "public", scope: "account", awsAccountId: null, who: "any AWS account of the world" };

function placeOf(awsAccountId: string, surroundings: TrustSurroundings): Place {
  if (awsAccountId === surroundings.awsAccountId) return "same_account";
  return surroundings.ownAccountIds.has(awsAccountId) ? "own_organization" : "external";
}

function accountReach(awsAccountId: string, surroundings: TrustSurroundings): Reach {
  const place = placeOf(awsAccountId, surroundings);
  const who = place === "same_account" ? "this account" : nameAccount(awsAccountId);
  return { place, scope: "account", awsAccountId, who };
}

function arnReach(arn: string, surroundings: TrustSurroundings): Reach {
  const account = accountOfArn(arn);
  if (!account) return EVERYBODY;
  const whole = accountReach(account, surroundings);
  const [, kind = "", name = ""] = IDENTITY_ARN.exec(arn) ?? [];
  if (name === "" || /^[*?]/.test(name)) return whole;
  return { ...whole, scope: "principal", who: `${KINDS[kind]} ${name} of ${whole.who}` };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function readPrincipal(value: string, surroundings: TrustSurroundings): WrittenPrincipal {
  if (value === "*") return EVERYBODY;
  if (/^\d{12}$/.test(value)) return accountReach(value, surroundings);
  if (UNIQUE_ID.test(value)) return "deleted";
  return /^arn:[^:]+:(?:iam|sts):/.test(value) ? arnReach(value, surroundings) : "unknown";
}

function organizationReach(path: string, surroundings: TrustSurroundings): Reach {
  const [organization = ""] = path.split("/", 1);
  if (!/^o-[a-z0-9]+$/.test(organization)) return EVERYBODY;
  return {
    place: surroundings.organizationIds.includes(organization) ? "own_organization" : "external",
    scope: "organization",
    awsAccountId: null,
    who: `organisation ${organization}`,
  };
}

const NETWORK: Reach = {
  place: "own_organization",
  scope: "network",
  awsAccountId: null,
  who: "whoever comes over the named VPC or VPC endpoint",
};

type Narrowing = (value: ConditionValue, surroundings: TrustSurroundings) => Reach;
const byAccount: Narrowing = ({ text, isExact }, surroundings) =>
  isExact && /^\d{12}$/.test(text) ? accountReach(text, surroundings) : EVERYBODY;
const byOrganization: Narrowing = ({ text, isExact }, surroundings) =>
  isExact ? organizationReach(text, surroundings) : EVERYBODY;
/** Paths end in a wildcard; what counts is the organisation before the first slash. */
const byPath: Narrowing = ({ prefix }, surroundings) =>
  prefix.includes("/") ? organizationReach(prefix, surroundings) : EVERYBODY;
const byArn: Narrowing = ({ text }, surroundings) => arnReach(text, surroundings);
const byNetwork: Narrowing = ({ isExact, text }) => (isExact && text !== "" ? NETWORK : EVERYBODY);

/** Keys that say who the caller is or where he comes from. */
const NARROWINGS: ReadonlyMap<string, Narrowing> = new Map([
  ["aws:principalorgid", byOrganization],
  ["aws:principalorgpaths", byPath],
  ["aws:principalaccount", byAccount],
  ["aws:principalarn", byArn],
  ["aws:sourcevpc", byNetwork],
  ["aws:sourcevpce", byNetwork],
  ["aws:sourcevpcarn", byNetwork],
  ["aws:vpceaccount", byAccount],
  ["aws:vpceorgid", byOrganization],
  ["aws:vpceorgpaths", byPath],
]);

/** The keys that narrow whom a principal lets in. */
export const NARROWING_KEYS: readonly string[] = [...NARROWINGS.keys()];

const PLACES: readonly Place[] = ["same_account", "own_organization", "external", "public"];
const SCOPES: readonly Scope[] = ["principal", "network", "account", "organization"];
const width = ({ place, scope }: Reach): number => PLACES.indexOf(place) * SCOPES.length + SCOPES.indexOf(scope);
const byWidth = (one: Reach, other: Reach): number =>
  width(one) - width(other) || (one.who < other.who ? -1 : one.who > other.who ? 1 : 0);

/** Whom the principal lets in under the conditions: of values that are alternatives the widest, of demands together the narrowest. */
export function reachOf(written: Reach, conditions: Conditions, surroundings: TrustSurroundings): Reach {
  const narrowed = conditions.keys.flatMap((key) => {
    const narrow = NARROWINGS.get(key);
    if (!narrow) return [];
    return heldDemands(conditions, key).map(({ values }) =>
      values
        .map((value) => narrow(value, surroundings))
        .reduce((widest, reach) => (byWidth(reach, widest) > 0 ? reach : widest)),
    );
  });
  return narrowed.reduce((narrowest, reach) => (byWidth(reach, narrowest) < 0 ? reach : narrowest), written);
}

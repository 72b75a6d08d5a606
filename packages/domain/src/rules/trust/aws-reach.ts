import { isAccountId } from "../../policy/arns.ts";
import { type Conditions, type ConditionValue, heldDemands } from "../../policy/conditions.ts";
import { type AwsPrincipal, principalOfArn, readAwsPrincipal } from "../../policy/principals.ts";
import { isOwnOrganization } from "./resource-variables.ts";
import type { TrustSurroundings } from "./trust-assessment.ts";
import { nameAccount } from "./vendors.ts";

type Place = "same_account" | "own_organization" | "external" | "public";
type Scope = "principal" | "network" | "account" | "organization";

/** Whom an AWS principal lets in, once the conditions on the caller are counted. */
export type Reach = {
  place: Place;
  scope: Scope;
  awsAccountId: string | null;
  /** Of an organisation that is named. */
  organizationId: string | null;
  /** In words, as part of a sentence. */
  who: string;
};

/** What a caller may be by the Principal element alone. */
export type WrittenPrincipal = Reach | "deleted" | "unknown";

const IDENTITY_WORDS = {
  user: "user",
  role: "role",
  "assumed-role": "session",
  "federated-user": "federated user",
} as const;
const EVERYBODY: Reach = {
  place: "public",
  scope: "account",
  awsAccountId: null,
  organizationId: null,
  who: "any AWS account of the world",
};

function placeOf(awsAccountId: string, surroundings: TrustSurroundings): Place {
  if (awsAccountId === surroundings.awsAccountId) return "same_account";
  return surroundings.ownAccountIds.has(awsAccountId) ? "own_organization" : "external";
}

function accountReach(awsAccountId: string, surroundings: TrustSurroundings): Reach {
  const place = placeOf(awsAccountId, surroundings);
  const who = place === "same_account" ? "this account" : nameAccount(awsAccountId);
  return { place, scope: "account", awsAccountId, organizationId: null, who };
}

function principalReach(principal: AwsPrincipal, surroundings: TrustSurroundings): WrittenPrincipal {
  switch (principal.form) {
    case "everybody":
      return EVERYBODY;
    case "account":
      return accountReach(principal.awsAccountId, surroundings);
    case "identity": {
      const whole = accountReach(principal.awsAccountId, surroundings);
      const who = `${IDENTITY_WORDS[principal.type]} ${principal.name} of ${whole.who}`;
      return { ...whole, scope: "principal", who };
    }
    case "unique_id":
      return "deleted";
    case "unknown":
      return "unknown";
  }
}

/** Whom an AWS principal lets in, as it is written. */
export const writtenReach = (value: string, surroundings: TrustSurroundings): WrittenPrincipal =>
  principalReach(readAwsPrincipal(value), surroundings);

/** The organisation of the role's own account, whichever it is. */
const OWN_ORGANIZATION: Reach = {
  place: "own_organization",
  scope: "organization",
  awsAccountId: null,
  organizationId: null,
  who: "the organisation of this account",
};

function organizationReach(path: string, surroundings: TrustSurroundings): Reach {
  const [organization = ""] = path.split("/", 1);
  if (!/^o-[a-z0-9]+$/.test(organization)) return EVERYBODY;
  return {
    place: surroundings.organizationIds.includes(organization) ? "own_organization" : "external",
    scope: "organization",
    awsAccountId: null,
    organizationId: organization,
    who: `organisation ${organization}`,
  };
}

const NETWORK: Reach = {
  place: "own_organization",
  scope: "network",
  awsAccountId: null,
  organizationId: null,
  who: "whoever comes over the named VPC or VPC endpoint",
};

type Narrowing = (value: ConditionValue, surroundings: TrustSurroundings) => Reach;
const byAccount: Narrowing = ({ text, isExact }, surroundings) =>
  isExact && isAccountId(text) ? accountReach(text, surroundings) : EVERYBODY;
const byOrganization: Narrowing = ({ text, isExact }, surroundings) => {
  if (isOwnOrganization(text)) return OWN_ORGANIZATION;
  return isExact ? organizationReach(text, surroundings) : EVERYBODY;
};
/** Paths end in a wildcard; what counts is the organisation before the first slash. */
const byPath: Narrowing = ({ text, prefix }, surroundings) => {
  const [first = "", ...rest] = text.split("/");
  if (rest.length > 0 && isOwnOrganization(first)) return OWN_ORGANIZATION;
  return prefix.includes("/") ? organizationReach(prefix, surroundings) : EVERYBODY;
};
const byArn: Narrowing = ({ text }, surroundings) => {
  const reach = principalReach(principalOfArn(text), surroundings);
  return typeof reach === "string" ? EVERYBODY : reach;
};
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

import { type Conditions, type ConditionValue, type Demand, describeDemand } from "../../policy/conditions.ts";
import type { ClaimMeaning, Issuer, Level, Names } from "./issuer.ts";
import { type ClaimValue, claimsInSubject } from "./subject-claims.ts";

/** How far the claims of a statement tell who comes. */
export type ClaimReading = {
  level: Level;
  /** The demand that tells it; null: none does. */
  demand: string | null;
  /** The level rests on a demand that a token without the claim passes, or that AWS advises against. */
  loose: "optional" | "for_any_value" | null;
  /** Whether any claim that names somebody is asked for at all. */
  isAsked: boolean;
};

/** What a value names, as bits, so that alternatives can be told apart by what they name. `nobody`: no token has such a value. */
const BITS: Readonly<Record<Names | "nobody", number>> = {
  tenant: 1,
  project: 2,
  project_of_tenant: 4,
  workflow: 8,
  part: 16,
  nobody: 32,
};
const ANY_LETTER = /./;

/** Names of tenants, projects and workflows have no stars in them. */
const hasNoBearer = ({ names }: ClaimMeaning, { isExact, text }: ConditionValue): boolean =>
  isExact && names !== "part" && /[*?]/.test(text);

function isNamed({ names, named, tenant }: ClaimMeaning, { text, prefix, isExact }: ConditionValue): boolean {
  // A project whose value has its tenant in it is none without.
  if (isExact) return text !== "" && (names !== "project" || !tenant || tenant.test(text));
  return (named ?? (names === "part" ? ANY_LETTER : null))?.test(prefix) ?? false;
}

function bitsOf({ meaning, value }: ClaimValue): number {
  if (hasNoBearer(meaning, value)) return BITS.nobody;
  if (isNamed(meaning, value)) return BITS[meaning.names];
  const isTenantTold = value.isExact ? value.text !== "" && meaning.names === "project" : hasTenant(meaning, value);
  return isTenantTold ? BITS[meaning.names === "workflow" ? "workflow" : "tenant"] : 0;
}

/** Of a tenant's own name it takes the whole. */
const hasTenant = ({ names, tenant }: ClaimMeaning, { prefix }: ConditionValue): boolean =>
  names !== "tenant" && (tenant?.test(prefix) ?? false);

const has = (bits: number, name: keyof typeof BITS): boolean => (bits & BITS[name]) !== 0;

function levelOfBits(bits: number, isOfOneTenant: boolean): Level {
  if (has(bits, "nobody")) return 3;
  const isTenant = isOfOneTenant || has(bits, "tenant");
  const isProject = has(bits, "project") || (isTenant && has(bits, "project_of_tenant"));
  const isWorkflow = has(bits, "workflow");
  // A tenant that is held to one reviewed workflow is told as well as a project that is held to a branch.
  if ((isProject && (isWorkflow || has(bits, "part"))) || (isTenant && isWorkflow)) return 3;
  if (isProject) return 2;
  return isTenant || isWorkflow ? 1 : 0;
}

const isFullKey = (claim: string): boolean => claim.startsWith("sts:");

/** The key that a claim of an issuer has in conditions, in lower case. */
export const claimKey = (issuer: string, claim: string): string =>
  (isFullKey(claim) ? claim : `${issuer}:${claim}`).toLowerCase();

const SUBJECT = "sub";

/** The claims of a value under each key that tells something: the subject's own ones, or the one that the key is of. */
function* readersOf(issuer: Issuer): Generator<[claim: string, read: (value: ConditionValue) => ClaimValue[]]> {
  if (issuer.subject) yield [SUBJECT, (value) => claimsInSubject(value, issuer)];
  for (const [claim, meaning] of Object.entries(issuer.claims))
    yield [meaning.key ?? claim, (value) => [{ meaning, value }]];
}

/** The names of the keys by which an issuer's tokens tell who comes. */
export const claimNames = (issuer: Issuer): string[] => [...readersOf(issuer)].map(([claim]) => claim);

type Told = {
  demand: Demand;
  key: string;
  /** Of each value what its claims name. */
  alternatives: ReadonlySet<number>;
  isNaming: boolean;
};

function told(conditions: Conditions, issuerUrl: string, issuer: Issuer): Told[] {
  const parts = new Set(
    Object.entries(issuer.claims).flatMap(([claim, { names, key = claim }]) => (names === "part" ? key : [])),
  );
  return [...readersOf(issuer)].flatMap(([claim, read]) => {
    const key = claimKey(issuerUrl, claim);
    return conditions.demands(key).map((demand) => ({
      demand,
      key,
      alternatives: new Set(demand.values.map((value) => read(value).reduce((bits, one) => bits | bitsOf(one), 0))),
      isNaming: !parts.has(claim),
    }));
  });
}

const NOTHING: ReadonlySet<number> = new Set([0]);

/** What two demands tell together, for each choice of their values; there are at most 64 kinds of them. */
function crossed(some: ReadonlySet<number>, others: ReadonlySet<number>): ReadonlySet<number> {
  const both = new Set<number>();
  for (const one of some) for (const other of others) both.add(one | other);
  return both;
}

/** Of demands that must all hold what each tells is told, of alternatives the one that tells least. */
function levelOf(some: readonly Told[], { isOfOneTenant = false }: Issuer): Level {
  if (some.length === 0) return 0;
  const together = some.reduce((before, { alternatives }) => crossed(before, alternatives), NOTHING);
  return Math.min(...[...together].map((bits) => levelOfBits(bits, isOfOneTenant))) as Level;
}

const isPlain = ({ demand }: Told): boolean => !demand.isOptional && !demand.isForAnyValue;

function loosenessOf(found: readonly Told[], strict: Level, sure: Level, any: Level): ClaimReading["loose"] {
  if (sure === 0 && any > 0) return "optional";
  return sure > strict && found.some(({ demand }) => demand.isForAnyValue && !demand.isOptional)
    ? "for_any_value"
    : null;
}

/** Reads what the claims tell, each for itself and together. */
export function readClaims(conditions: Conditions, issuerUrl: string, issuer: Issuer): ClaimReading {
  const found = told(conditions, issuerUrl, issuer);
  const held = found.filter(({ demand }) => !demand.isOptional);
  const [strict, sure, any] = [found.filter(isPlain), held, found].map((some) => levelOf(some, issuer)) as [
    Level,
    Level,
    Level,
  ];
  const loose = loosenessOf(found, strict, sure, any);
  const naming = found.filter(({ isNaming }) => isNaming);
  const heldNaming = naming.filter(({ demand }) => !demand.isOptional);
  const telling = (loose === "optional" || heldNaming.length === 0 ? naming : heldNaming)
    .toSorted(
      (one, other) =>
        levelOf([other], issuer) - levelOf([one], issuer) ||
        (describeDemand(one.key, one.demand) < describeDemand(other.key, other.demand) ? -1 : 1),
    )
    .at(0);
  return {
    level: loose === "optional" ? any : sure,
    demand: telling ? describeDemand(telling.key, telling.demand) : null,
    loose,
    isAsked: naming.length > 0,
  };
}

function nameOf({ meaning: { names, tenant }, value }: ClaimValue, part: "tenant" | "project"): string | null {
  const { text, prefix, isExact } = value;
  if (part === "project") return isExact && (names === "project" || names === "project_of_tenant") ? text : null;
  const found = tenant?.exec(isExact ? text : prefix)?.[1];
  return found ?? (names === "tenant" && isExact && text !== "" ? text : null);
}

/** The tenants or projects of the issuer that the statement names, in its own words. */
export function namedParts(
  conditions: Conditions,
  issuerUrl: string,
  issuer: Issuer,
  part: "tenant" | "project",
): string[] {
  return [...readersOf(issuer)].flatMap(([claim, read]) =>
    conditions
      .demands(claimKey(issuerUrl, claim))
      .flatMap(({ values }) => values.flatMap((value) => read(value).flatMap((one) => nameOf(one, part) ?? []))),
  );
}

/** Exact values of the claims that tell who comes, for issuers that have no names in them. */
export const namedValues = (conditions: Conditions, issuerUrl: string, issuer: Issuer): string[] =>
  told(conditions, issuerUrl, issuer)
    .filter(({ isNaming }) => isNaming)
    .flatMap(({ demand }) => demand.values.flatMap(({ isExact, text }) => (isExact ? text : [])));

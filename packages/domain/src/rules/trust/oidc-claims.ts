import { type Conditions, type ConditionValue, type Demand, describeDemand } from "../../policy/conditions.ts";
import type { ClaimRule, Issuer, Level } from "./issuer.ts";

/** How far the claims of a statement tell who comes. */
export type ClaimReading = {
  level: Level;
  /** The demand that tells it; null: none does. */
  demand: string | null;
  /** The level rests on a demand that a token without the claim passes, or that AWS advises against. */
  loose: "optional" | "for_any_value" | null;
  /** Whether any claim that tells something is asked for at all. */
  isAsked: boolean;
};

const maximum = (levels: readonly Level[]): Level => Math.max(0, ...levels) as Level;
const minimum = (levels: readonly Level[]): Level => Math.min(3, ...levels) as Level;

function levelOfValue({ tenant, project, workload, exact, exactOf = [] }: ClaimRule, value: ConditionValue): Level {
  if (value.isExact) return exactOf.find(([form]) => form.test(value.text))?.[1] ?? (value.text === "" ? 0 : exact);
  if (workload?.test(value.prefix)) return 3;
  if (project?.test(value.prefix)) return 2;
  return tenant?.test(value.prefix) ? 1 : 0;
}

/** The key that a claim of an issuer has in conditions, in lower case. */
export const claimKey = (issuer: string, claim: string): string =>
  (claim.startsWith("sts:") ? claim : `${issuer}:${claim}`).toLowerCase();

type Told = { level: Level; demand: Demand; key: string };

function told(conditions: Conditions, issuer: string, claims: Issuer["claims"]): Told[] {
  return Object.entries(claims).flatMap(([claim, rule]) => {
    const key = claimKey(issuer, claim);
    return conditions.demands(key).map((demand) => ({
      level: minimum(demand.values.map((value) => levelOfValue(rule, value))),
      demand,
      key,
    }));
  });
}

/** A project that is held to one branch, environment or workflow, or a tenant that is held to one reviewed workflow. */
function narrowed(
  level: Level,
  conditions: Conditions,
  issuer: string,
  found: readonly Told[],
  narrowing: readonly string[],
): Level {
  const isWorkflowHeld =
    found.some(({ key, level: told }) => key.endsWith(":job_workflow_ref") && told > 0) &&
    found.some(({ key, level: told }) => !key.endsWith(":job_workflow_ref") && told > 0);
  if (level >= 1 && isWorkflowHeld) return 3;
  const isNarrow = narrowing.some((claim) =>
    conditions
      .demands(claimKey(issuer, claim))
      .some(
        ({ isOptional, isForAnyValue, values }) =>
          !isOptional && !isForAnyValue && values.every(({ prefix }) => prefix !== ""),
      ),
  );
  return level === 2 && isNarrow ? 3 : level;
}

const isPlain = ({ demand }: Told): boolean => !demand.isOptional && !demand.isForAnyValue;

function loosenessOf(found: readonly Told[], strict: Level, sure: Level, any: Level): ClaimReading["loose"] {
  if (sure === 0 && any > 0) return "optional";
  return sure > strict && found.some(({ demand }) => demand.isForAnyValue && !demand.isOptional)
    ? "for_any_value"
    : null;
}

/** Reads what the claims tell. Of demands that must all hold the one that tells most counts, of alternatives the one that tells least. */
export function readClaims(conditions: Conditions, issuerUrl: string, issuer: Issuer): ClaimReading {
  const found = told(conditions, issuerUrl, issuer.claims);
  const held = found.filter(({ demand }) => !demand.isOptional);
  const levelOf = (some: readonly Told[]) =>
    narrowed(maximum(some.map(({ level }) => level)), conditions, issuerUrl, some, issuer.narrowing ?? []);
  const [strict, sure, any] = [levelOf(found.filter(isPlain)), levelOf(held), levelOf(found)];
  const loose = loosenessOf(found, strict, sure, any);
  const level = loose === "optional" ? any : sure;
  const told_ = (loose === "optional" ? found : held.length > 0 ? held : found)
    .toSorted(
      (one, other) =>
        other.level - one.level ||
        (describeDemand(one.key, one.demand) < describeDemand(other.key, other.demand) ? -1 : 1),
    )
    .at(0);
  return { level, demand: told_ ? describeDemand(told_.key, told_.demand) : null, loose, isAsked: found.length > 0 };
}

/** The tenants or projects of the issuer that the statement names, in its own words. */
export function namedParts(
  conditions: Conditions,
  issuerUrl: string,
  issuer: Issuer,
  part: "tenant" | "project",
): string[] {
  return Object.entries(issuer.claims).flatMap(([claim, rule]) =>
    conditions.demands(claimKey(issuerUrl, claim)).flatMap(({ values }) =>
      values.flatMap(({ prefix, text, isExact }) => {
        const match = rule[part]?.exec(isExact ? `${text}:` : prefix);
        return match?.slice(1).find((group) => group !== undefined) ?? [];
      }),
    ),
  );
}

/** Exact values of the claims that tell who comes, for issuers that have no names in them. */
export const namedValues = (conditions: Conditions, issuerUrl: string, issuer: Issuer): string[] =>
  Object.keys(issuer.claims).flatMap((claim) =>
    conditions
      .demands(claimKey(issuerUrl, claim))
      .flatMap(({ values }) => values.flatMap(({ isExact, text }) => (isExact ? text : []))),
  );

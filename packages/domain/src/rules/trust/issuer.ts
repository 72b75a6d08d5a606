import type { TrustCheckId } from "../../judgement/check.ts";

/**
 * How far a claim tells who comes: 0 nobody in particular, 1 the tenant of the issuer, 2 one project or repository of it,
 * 3 one branch, environment or workload of that.
 */
export type Level = 0 | 1 | 2 | 3;

/**
 * What the values of one claim tell. Expressions are tried on the text before the first wildcard, and on an exact value with a colon
 * behind it: each must therefore ask for what ends the name, or half a name would pass for one.
 */
export type ClaimRule = {
  /** What an exact value tells. */
  exact: Level;
  /** Exact values that tell less. */
  exactOf?: readonly (readonly [RegExp, Level])[];
  tenant?: RegExp;
  project?: RegExp;
  workload?: RegExp;
};

/** An issuer of OIDC tokens with more than one customer. */
export type Issuer = {
  name: string;
  /** Without https://, in lower case. The group is the tenant, where the issuer is of one. */
  matches: RegExp;
  /** The issuer is of one tenant, whatever the claims say. */
  isOfOneTenant?: boolean;
  /** Claims that tell the tenant, by name; a full key with a colon is not of the issuer. */
  claims: Readonly<Record<string, ClaimRule>>;
  /** Claims that narrow one project down to a workload. */
  narrowing?: readonly string[];
  /** What its customers call a project, and what of it claims can name; without them: project, part. */
  words?: { project: string; part: string };
  /** The level from which it is right. */
  enough: Level;
  /** The check that level 2 fails where it is not enough. */
  projectCheck?: TrustCheckId;
  audience: string;
  /** The claim and value of the statement that would be right; `{tenant}` and `{project}` are filled in where they are known. */
  recommended: { claim: string; value: string; isPattern?: boolean };
};

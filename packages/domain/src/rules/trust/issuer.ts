import type { TrustCheckId } from "../../judgement/check.ts";

/**
 * How far a claim tells who comes: 0 nobody in particular, 1 the tenant of the issuer, 2 one project or repository of it,
 * 3 one branch, environment or workload of that.
 */
export type Level = 0 | 1 | 2 | 3;

/**
 * What a claim names. A `project_of_tenant` has a name that other tenants may have too, and is none without its tenant. A `workflow` is
 * a tenant's, but others may call it. A `part` only narrows a project that is named.
 */
export type Names = "tenant" | "project" | "project_of_tenant" | "workflow" | "part";

/** What a claim means, whether it is a condition key of its own or stands in the subject. */
export type ClaimMeaning = {
  names: Names;
  /** What the key is called behind the issuer, where the subject has another word for it. */
  key?: string;
  /** How a value begins that has its tenant in it; the group is the tenant. It is told even before a wildcard. */
  tenant?: RegExp;
  /** How far a value must go before a wildcard to name what it names. Without it: to its end, or of a part to its first letter. */
  named?: RegExp;
};

/** How the subject is put together of claims and their values, `claim:value` by `claim:value`, in whatever order a tenant chose. */
export type Subject = {
  separator: ":" | "/";
  /** No value has the separator in it: what stands behind a wildcard is told as well as what stands before it. */
  isEscaped?: boolean;
  /** Words that stand without a value. */
  markers?: readonly string[];
  /** A subject that is one value alone, and what it names. */
  alone?: { form: RegExp; names: Names };
};

/** An issuer of OIDC tokens with more than one customer. */
export type Issuer = {
  name: string;
  /** Without https://, in lower case. The group is the tenant, where the issuer is of one. */
  matches: RegExp;
  /** The issuer is of one tenant, whatever the claims say. */
  isOfOneTenant?: boolean;
  /** Claims by name; a full key with a colon is not of the issuer. */
  claims: Readonly<Record<string, ClaimMeaning>>;
  /** Without it the subject is a claim like any other, of the name `sub`. */
  subject?: Subject;
  /** What its customers call a project, and what of it claims can name; without them: project, part. */
  words?: { project: string; part: string };
  /** The level from which it is right. */
  enough: Level;
  /** The check that level 2 fails where it is not enough. */
  projectCheck?: TrustCheckId;
  audience: string;
  /** The claim and value of the statement that would be right; `{tenant}` and `{project}` are filled in where they are known. */
  recommended: {
    claim: string;
    value: string;
    isPattern?: boolean;
    /** What stands for a project that is not known. */
    project?: string;
    /** Claims as keys of their own that tell as much together, for a subject that cannot be narrowed. */
    keys?: readonly { claim: string; value: string }[];
  };
};

import type { Conditions } from "../../policy/conditions.ts";
import type { Issuer } from "./issuer.ts";
import { ISSUERS } from "./shared-issuers.ts";

/** The issuer of an OIDC principal: the ARN of its provider, or its bare name where AWS knows it without one. */
export function issuerUrlOf(principal: string): string {
  const marker = ":oidc-provider/";
  const at = principal.indexOf(marker);
  return at < 0 ? principal : principal.slice(at + marker.length);
}

/** An issuer that nobody shares. Any claim of it may tell who comes. */
function ownIssuer(url: string, conditions: Conditions): Issuer {
  const prefix = `${url.toLowerCase()}:`;
  const claims = conditions.keys
    .filter((key) => key.startsWith(prefix) && key !== `${prefix}aud`)
    .map((key) => [key.slice(prefix.length), { names: "project", named: /./ } as const] as const);
  return {
    name: url,
    matches: /^$/,
    isOfOneTenant: true,
    claims: Object.fromEntries(claims),
    enough: 2,
    audience: "REPLACE-WITH-AUDIENCE",
    recommended: { claim: "sub", value: "REPLACE-WITH-SUBJECT" },
  };
}

/** An issuer as the table knows it; one that it does not know is taken for the customer's own. */
export const issuerOf = (url: string, conditions: Conditions): Issuer =>
  sharedIssuer(url) ?? ownIssuer(url, conditions);

/** Issuers that were looked up; the roles of an account name few. */
const lookedUp = new Map<string, Issuer | null>();
const MOST_LOOKED_UP = 500;

/** Null: the issuer is in no table of shared ones. */
export function sharedIssuer(url: string): Issuer | null {
  const known = lookedUp.get(url);
  if (known !== undefined) return known;
  const lower = url.toLowerCase();
  const found = ISSUERS.find(({ matches }) => matches.test(lower)) ?? null;
  if (lookedUp.size >= MOST_LOOKED_UP) lookedUp.clear();
  lookedUp.set(url, found);
  return found;
}

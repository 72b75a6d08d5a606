import { type Conditions, heldDemands, readConditions } from "../../policy/conditions.ts";
import { issuerOf } from "./find-issuer.ts";
import { type Block, type Guard, leavesRoomFor, withGuard } from "./guards.ts";
import type { Issuer } from "./issuer.ts";
import { claimKey, claimNames, namedParts, readClaims } from "./oidc-claims.ts";
import { changedBlock, rewriteStatement } from "./rewrite-statement.ts";
import type { AssessedStatement, Recommendation } from "./trust-assessment.ts";

const WEB_IDENTITY = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"];

/** Whether tokens must have an audience that the condition names. */
export const isAudienceHeld = (conditions: Conditions, url: string): boolean =>
  heldDemands(conditions, `${url}:aud`.toLowerCase()).some(({ values }) => values.every(({ prefix }) => prefix !== ""));

/** The audiences that the provider takes today, or the usual one, where none is demanded. */
export function audienceGuards(
  { surroundings, conditions }: Pick<AssessedStatement, "surroundings"> & { conditions: Conditions },
  principal: string,
  url: string,
  usual: string,
): Guard[] {
  if (usual === "" || isAudienceHeld(conditions, url)) return [];
  const [first = usual, ...others] = surroundings.providers.get(principal)?.clientIds ?? [];
  return [{ operator: "StringEquals", key: `${url}:aud`, values: others.length > 0 ? [first, ...others] : first }];
}

/** A value with the tenant and project that the statement names already, where it names one. */
function filledIn(
  value: string,
  { project = "" }: Issuer["recommended"],
  named: (part: "tenant" | "project") => string[],
) {
  const only = (part: "tenant" | "project") => {
    const [first, ...others] = new Set(named(part));
    return others.length === 0 ? (first ?? null) : null;
  };
  const [tenant, known] = [only("tenant"), only("project")];
  // An id is no name, and a name without its tenant no project where both stand in one.
  const isFitting = known !== null && project.includes("/") === known.includes("/") && !/^\d+$/.test(known);
  const isName = tenant !== null && !/^\d+$/.test(tenant);
  return value
    .replaceAll("{project}", () => (isFitting ? known : project))
    .replaceAll("{tenant}", () => (isName ? tenant : "REPLACE-WITH-TENANT"));
}

/** What could be demanded besides, the least first: nothing but that nobody leaves a claim out, a subject, further claims. */
function* choices(url: string, { recommended }: Issuer, fill: (value: string) => string): Generator<Guard[]> {
  const { claim, value, isPattern = false, keys = [] } = recommended;
  const keyOf = (name: string) => (name.startsWith("sts:") ? name : `${url}:${name}`);
  yield [];
  yield [{ operator: isPattern ? "StringLike" : "StringEquals", key: keyOf(claim), values: fill(value) }];
  const guards = keys.map(
    (key): Guard => ({ operator: "StringEquals", key: keyOf(key.claim), values: fill(key.value) }),
  );
  yield* guards.map((guard) => [guard]);
  yield guards;
}

const hasRoom = (block: Block, guards: readonly Guard[]): boolean =>
  guards.every(({ key, values }) => leavesRoomFor(block, key, [values].flat()));

/**
 * The statement with what is missing for the issuer's tokens to tell who comes. Where what stands can be joined with nothing that would
 * be enough, only its owner can change it, as the subject is put together at the issuer.
 */
export function recommendOidc(
  assessed: AssessedStatement,
  principal: string,
  url: string,
  issuer: Issuer,
): Recommendation {
  const { raw, conditions } = assessed.statement;
  const held = [...claimNames(issuer).map((claim) => claimKey(url, claim)), `${url}:aud`.toLowerCase()];
  const change = { principal: { Federated: principal }, actions: WEB_IDENTITY, held };
  const block = changedBlock(raw, change);
  const fill = (value: string) =>
    filledIn(value, issuer.recommended, (part) => namedParts(conditions, url, issuer, part));
  const isRight = (guards: readonly Guard[]): boolean => {
    const then = readConditions(guards.reduce(withGuard, block));
    const { level, loose } = readClaims(then, url, issuerOf(url, then));
    return level >= issuer.enough && loose === null;
  };
  const chosen = choices(url, issuer, fill).find((guards) => hasRoom(block, guards) && isRight(guards));
  const { claim, value } = issuer.recommended;
  if (!chosen)
    return {
      statements: [],
      advice: `Nothing that could be added to what ${url} is asked for now would be enough: demand ${claim} ${fill(value)} in its place, and have the subject put together so.`,
    };
  const usual = claim === "aud" ? "" : issuer.audience;
  const audience = audienceGuards({ ...assessed, conditions: readConditions(block) }, principal, url, usual);
  return { statements: [rewriteStatement(raw, { ...change, guards: [...chosen, ...audience] })] };
}

import type { GradedPrincipal } from "../../judgement/trust.ts";
import { asList, isRecord, type Json } from "../../policy/json.ts";
import { rewriteStatement } from "./rewrite-statement.ts";
import type { ReadTrust, TrustStatement } from "./trust-statements.ts";

type Fixed = { statement: Json; isOnlyDeleted: boolean };

const isFailing = ({ checkIds }: GradedPrincipal): boolean => checkIds.length > 0;

function keptPrincipals(principals: readonly GradedPrincipal[]): Json {
  const byType = Map.groupBy(principals, ({ type }) => type);
  return Object.fromEntries(
    [...byType].map(([type, some]) => {
      const values = some.map(({ value }) => value);
      return [type, values.length === 1 ? values[0] : values];
    }),
  );
}

/** Those who come in rightly stay as they are; each of the others gets the statement that would be right. */
function fixedStatements(raw: Json, principals: readonly GradedPrincipal[]): Fixed[] {
  const failing = principals.filter(isFailing);
  if (failing.length === 0) return [{ statement: raw, isOnlyDeleted: false }];
  const kept = principals.filter((principal) => !isFailing(principal));
  const rest: Fixed[] =
    kept.length > 0 ? [{ statement: { ...raw, Principal: keptPrincipals(kept) }, isOnlyDeleted: false }] : [];
  const fixed = failing.map(({ recommended, origin }) => ({
    statement: recommended as Json,
    isOnlyDeleted: origin === "deleted",
  }));
  return [...rest, ...fixed];
}

/** A statement that only lets session tags be set, held to named ones where third parties may use it. */
function limitedTagging({ raw }: TrustStatement): Json {
  return rewriteStatement(raw, {
    principal: raw.Principal as Json,
    add: { "ForAllValues:StringEquals": { "aws:TagKeys": ["REPLACE-WITH-TAG-KEY"] } },
  });
}

function uniqueStatements(statements: readonly Json[]): readonly Json[] {
  if (statements.length < 2) return statements;
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}

/**
 * The whole policy that would be right. Ids of deleted principals are left out, unless nobody would be left.
 *
 * @returns null where the policy is right as it is.
 */
export function recommendedPolicy(
  document: unknown,
  trust: ReadTrust,
  principals: readonly GradedPrincipal[],
): Json | null {
  if (!isRecord(document) || !principals.some(isFailing)) return null;
  const read = new Map(trust.statements.map((statement) => [statement.index, statement]));
  const byStatement = Map.groupBy(principals, ({ statement }) => statement);
  const isTagFailed = principals.some(({ checkIds }) => checkIds.includes("trust_session_tags_unlimited"));
  const fixed = asList(document.Statement).flatMap((raw, index): Fixed[] => {
    const statement = read.get(index);
    if (!isRecord(raw)) return [];
    if (statement?.letsIn) return fixedStatements(raw, byStatement.get(index) ?? []);
    const isLimited = isTagFailed && statement?.letsTag;
    return [{ statement: isLimited ? limitedTagging(statement) : raw, isOnlyDeleted: false }];
  });
  const living = fixed.filter(({ isOnlyDeleted }) => !isOnlyDeleted);
  const statements = (living.length > 0 ? living : fixed).map(({ statement }) => statement);
  return { ...document, Version: "2012-10-17", Statement: uniqueStatements(statements) };
}

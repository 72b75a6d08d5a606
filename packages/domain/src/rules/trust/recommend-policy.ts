import { asList, isRecord, type Json } from "../../policy/json.ts";
import { rewriteStatement } from "./rewrite-statement.ts";
import type { Graded } from "./trust-assessment.ts";
import type { ReadTrust, TrustStatement } from "./trust-statements.ts";

type Fixed = { statement: Json; isOnlyDeleted: boolean };

/** Whether a statement is known that is better for this principal. */
const isMended = ({ recommendation }: Graded): boolean => (recommendation?.statements.length ?? 0) > 0;

function keptPrincipals(kept: readonly Graded[]): Json {
  const byType = Map.groupBy(
    kept.map(({ principal }) => principal),
    ({ type }) => type,
  );
  return Object.fromEntries(
    [...byType].map(([type, some]) => {
      const values = some.map(({ value }) => value);
      return [type, values.length === 1 ? values[0] : values];
    }),
  );
}

/** Those who come in rightly stay as they are; each of the others gets what would be right. */
function fixedStatements(raw: Json, graded: readonly Graded[]): Fixed[] {
  const mended = graded.filter(isMended);
  if (mended.length === 0) return [{ statement: raw, isOnlyDeleted: false }];
  const kept = graded.filter((one) => !isMended(one));
  const rest: Fixed[] =
    kept.length > 0 ? [{ statement: { ...raw, Principal: keptPrincipals(kept) }, isOnlyDeleted: false }] : [];
  const fixed = mended.flatMap(({ recommendation, principal: { origin } }) =>
    recommendation!.statements.map((statement) => ({ statement, isOnlyDeleted: origin === "deleted" })),
  );
  return [...rest, ...fixed];
}

/** A statement that only lets session tags be set, held to named ones where third parties may use it. */
function limitedTagging({ raw }: TrustStatement): Json {
  return rewriteStatement(raw, {
    principal: raw.Principal as Json,
    guards: [{ operator: "ForAllValues:StringEquals", key: "aws:TagKeys", values: ["REPLACE-WITH-TAG-KEY"] }],
  });
}

function uniqueStatements(statements: readonly Json[]): readonly Json[] {
  if (statements.length < 2) return statements;
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}

/** Statements for tags alone matter as soon as somebody from outside is named, which the policy for everybody may do. */
const mayTag = ({ principal: { checkIds, origin } }: Graded): boolean =>
  checkIds.includes("trust_session_tags_unlimited") || (origin === "public" && checkIds.length > 0);

/**
 * The whole policy that would be right. Ids of deleted principals are left out, unless nobody would be left. Its version stays, as it
 * decides what is a variable.
 *
 * @returns null where the policy is right as it is, or nothing better is known.
 */
export function recommendedPolicy(document: unknown, trust: ReadTrust, graded: readonly Graded[]): Json | null {
  if (!isRecord(document) || !graded.some(isMended)) return null;
  const read = new Map(trust.statements.map((statement) => [statement.index, statement]));
  const byStatement = Map.groupBy(graded, ({ principal: { statement } }) => statement);
  const isTagged = graded.some(mayTag);
  const fixed = asList(document.Statement).flatMap((raw, index): Fixed[] => {
    const statement = read.get(index);
    if (!isRecord(raw)) return [];
    if (statement?.letsIn) return fixedStatements(raw, byStatement.get(index) ?? []);
    const isLimited = isTagged && statement?.letsTag;
    return [{ statement: isLimited ? limitedTagging(statement) : raw, isOnlyDeleted: false }];
  });
  const living = fixed.filter(({ isOnlyDeleted }) => !isOnlyDeleted);
  const statements = (living.length > 0 ? living : fixed).map(({ statement }) => statement);
  return { ...document, Statement: uniqueStatements(statements) };
}

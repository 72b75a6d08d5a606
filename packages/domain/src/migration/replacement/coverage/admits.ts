import { heldDemands } from "../../../policy/conditions.ts";
import { asTexts, isRecord, type Json } from "../../../policy/json.ts";
import type { Partition } from "../../../primitives.ts";
import { patternsMeet } from "../../../rules/trust/patterns-meet.ts";
import { isAboutAny, readTrust, type TrustStatement } from "../../../rules/trust/trust-statements.ts";
import type { MigrationTarget } from "../../target/target.ts";
import { successorTrustPolicy } from "../successor-trust.ts";

type Wanted = {
  type: string;
  value: string;
  action: string;
  demands: readonly (readonly [key: string, value: string])[];
};

const demandsIn = (condition: unknown): Wanted["demands"] =>
  isRecord(condition)
    ? Object.values(condition).flatMap((keys) =>
        isRecord(keys) ? Object.entries(keys).map(([key, value]) => [key.toLowerCase(), String(value)] as const) : [],
      )
    : [];

/** How a workload of the target comes in, by the trust policy that we would write for it. */
function wantedBy(statement: Json): Wanted | null {
  const [principal] = isRecord(statement.Principal) ? Object.entries(statement.Principal) : [];
  const [action] = asTexts(statement.Action);
  if (!principal || action === undefined) return null;
  const [type, value] = principal;
  return { type, value: String(value), action: action.toLowerCase(), demands: demandsIn(statement.Condition) };
}

const isForTheSame = (statement: TrustStatement, { type, value, action }: Wanted): boolean =>
  statement.letsIn &&
  !statement.principals.isExcept &&
  isAboutAny(statement, [action]) &&
  statement.principals.named.some((named) => named.type === type && patternsMeet(value, named.value));

const isOpen = (value: string): boolean => value.includes("REPLACE-WITH-");

/** Null: it depends on a value that only the owner knows, or on a condition that nobody can answer beforehand. */
function admitsBy(statement: TrustStatement, { value, demands }: Wanted): boolean | null {
  const known = new Map(demands);
  let isCertain = !isOpen(value);
  for (const key of statement.conditions.keys) {
    const wanted = known.get(key);
    const held = heldDemands(statement.conditions, key);
    if (wanted === undefined || held.length < statement.conditions.on(key).length) isCertain = false;
    else if (!held.every(({ values }) => values.some(({ text }) => patternsMeet(text, wanted)))) return false;
    else if (isOpen(wanted)) isCertain = false;
  }
  return isCertain ? true : null;
}

/**
 * Whether a trust policy lets in a workload of a target.
 *
 * @param values what the owner has told of it, such as the repository.
 * @returns null where that cannot be told: the policy was not read, denies somebody, or asks for what is not known.
 */
export function admitsWorkload(
  trustDocument: unknown,
  target: MigrationTarget,
  where: { awsAccountId: string; partition: Partition },
  values: Readonly<Record<string, string>>,
): boolean | null {
  const [expected] = successorTrustPolicy(target, where, values)?.policy.Statement ?? [];
  const wanted = expected ? wantedBy(expected) : null;
  if (!wanted) return null;
  const trust = readTrust(trustDocument, where.awsAccountId);
  if (!trust) return null;
  const answers = trust.statements.filter((each) => isForTheSame(each, wanted)).map((each) => admitsBy(each, wanted));
  if (answers.every((answer) => answer === false)) return trust.isComplete ? false : null;
  return answers.includes(true) && !trust.hasDenials ? true : null;
}

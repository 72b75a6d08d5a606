import type { RoleKind } from "../../../inventory/role.ts";
import { isAccountId } from "../../../policy/arns.ts";
import { type ConditionValue, heldDemands } from "../../../policy/conditions.ts";
import { asTexts, isRecord, type Json } from "../../../policy/json.ts";
import type { Partition } from "../../../primitives.ts";
import { patternsMeet } from "../../../rules/trust/patterns-meet.ts";
import { isAboutAny, type ReadTrust, readTrust, type TrustStatement } from "../../../rules/trust/trust-statements.ts";
import type { MigrationTarget } from "../../target/target.ts";
import { successorTrustPolicy } from "../successor-trust.ts";

type Wanted = {
  type: string;
  value: string;
  /** All of them are needed. */
  actions: readonly string[];
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
  if (!principal) return null;
  const [type, value] = principal;
  const actions = asTexts(statement.Action).map((action) => action.toLowerCase());
  return { type, value: String(value), actions, demands: demandsIn(statement.Condition) };
}

/** AWS takes the number of an account for the ARN of its root. */
const spelt = (value: string): string => (isAccountId(value) ? `arn:*:iam::${value}:root` : value);

const isForTheSame = ({ principals }: TrustStatement, { type, value }: Wanted): boolean =>
  !principals.isExcept &&
  principals.named.some((named) => named.type === type && patternsMeet(asPattern(value), spelt(named.value)));

/** Wildcards in a value that is compared letter by letter are letters. */
const isMet = ({ text, isExact }: ConditionValue, wanted: string): boolean =>
  isExact && /[*?]/.test(text) ? text === wanted : patternsMeet(text, wanted);

const OPEN = /REPLACE-WITH-[A-Z0-9-]+/g;
const isOpen = (value: string): boolean => value.includes("REPLACE-WITH-");
/** What nobody has answered yet may be anything. */
const asPattern = (value: string): string => value.replaceAll(OPEN, "*");

/** Null: it depends on a value that only the owner knows, or on a condition that nobody can answer beforehand. */
function admitsBy(statement: TrustStatement, { value, demands }: Wanted): boolean | null {
  const known = new Map(demands);
  let isCertain = !isOpen(value);
  for (const key of statement.conditions.keys) {
    const wanted = known.get(key);
    const held = heldDemands(statement.conditions, key);
    if (wanted === undefined || held.length < statement.conditions.on(key).length) isCertain = false;
    else if (!held.every(({ values }) => values.some((each) => isMet(each, asPattern(wanted))))) return false;
    else if (isOpen(wanted)) isCertain = false;
  }
  return isCertain ? true : null;
}

/** A role as far as its trust is asked about. Its trust policy is null where it could not be read. */
export type TrustingRole = { kind: RoleKind; trustDocument: unknown };

const admitsFederated = (trust: ReadTrust): null | false =>
  trust.statements.some(({ letsIn, principals }) => letsIn && principals.named.some(({ type }) => type === "Federated"))
    ? null
    : false;

/** Whom nothing of ours is written for: a provider that nobody named yet, and whom Identity Center assigns. */
function admitsUnwritten(target: MigrationTarget, trust: ReadTrust): null | false {
  return target === "other_oidc" ? admitsFederated(trust) : false;
}

/**
 * Whether a role lets in a workload of a target, or its people.
 *
 * @param values what the owner has told of it, such as the repository.
 * @returns null where that cannot be told: the policy was not read, denies somebody, or asks for what is not known; of a role of Identity
 * Center, as its assignments decide.
 */
export function admitsWorkload(
  { kind, trustDocument }: TrustingRole,
  target: MigrationTarget,
  where: { awsAccountId: string; partition: Partition },
  values: Readonly<Record<string, string>>,
): boolean | null {
  // AWS makes these, and decides who comes in.
  if (target === "identity_center" || kind === "identity_center") return target === kind ? null : false;
  if (kind === "service_linked") return false;
  const trust = readTrust(trustDocument, where.awsAccountId);
  if (!trust) return null;
  const [expected] = successorTrustPolicy(target, where, values)?.policy.Statement ?? [];
  const wanted = expected ? wantedBy(expected) : null;
  return wanted ? admitsWanted(trust, wanted) : admitsUnwritten(target, trust);
}

function admitsWanted(trust: ReadTrust, wanted: Wanted): boolean | null {
  const forTheSame = trust.statements.filter((each) => isForTheSame(each, wanted));
  const answers = wanted.actions.map((action) => {
    const found = forTheSame.filter((each) => isAboutAny(each, [action])).map((each) => admitsBy(each, wanted));
    return found.includes(true) ? true : found.includes(null) || !trust.isComplete ? null : false;
  });
  if (answers.includes(false)) return false;
  return answers.includes(null) || trust.hasDenials ? null : true;
}

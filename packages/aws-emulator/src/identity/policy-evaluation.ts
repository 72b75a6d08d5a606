import { conditionHolds, type RequestContext, substituteVariables } from "./conditions.ts";
import { type Listed, parsePolicy, type Statement } from "./policy-document.ts";
import { matchesWildcard } from "./wildcards.ts";

type AccessRequest = { action: string; resource: string; context: RequestContext };
type Verdict = "allow" | "explicit deny" | "implicit deny";

/** Which kind of policy did not allow, in the order in which AWS names it. */
export type Denial = { by: "identity" | "boundary" | "session"; explicit: boolean };

export type IdentityPolicies = {
  identity: readonly string[];
  /** Null: no such limit. A limit of no documents allows nothing. */
  boundary: readonly string[] | null;
  session: readonly string[] | null;
};

/** What identity policies say of a request: an explicit deny wins, a malformed document says nothing. */
function evaluateDocuments(documents: readonly string[], request: AccessRequest): Verdict {
  return verdictOf(documents, (statement) => appliesToIdentity(statement, request));
}

/**
 * Whether an identity may do something: its policies, its permissions boundary and the session's policies must all allow it.
 *
 * @returns null if it may, else what stood against it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function findDenial(policies: IdentityPolicies, request: AccessRequest): Denial | null {
  const verdicts = (["identity", "session", "boundary"] as const).flatMap((by) => {
    const documents = policies[by];
    return documents === null ? [] : [{ by, verdict: evaluateDocuments(documents, request) }];
  });
  const denied =
    verdicts.find(({ verdict }) => verdict === "explicit deny") ?? verdicts.find(({ verdict }) => verdict !== "allow");
  return denied ? { by: denied.by, explicit: denied.verdict === "explicit deny" } : null;
}

/** Goes through the statements that apply, in the order that AWS's logic asks for: a deny ends it. */
export function verdictOf(documents: readonly string[], applies: (statement: Statement) => boolean): Verdict {
  let allowed = false;
  for (const document of documents) {
    for (const statement of parsePolicy(document) ?? []) {
      if (!applies(statement)) continue;
      if (statement.effect === "Deny") return "explicit deny";
      allowed = true;
    }
  }
  return allowed ? "allow" : "implicit deny";
}

export const actionMatches = (actions: Listed, action: string): boolean =>
  actions.values.some((pattern) => matchesWildcard(pattern, action, { ignoreCase: true })) !== actions.excluded;

function appliesToIdentity({ actions, resources, conditions }: Statement, request: AccessRequest): boolean {
  if (!resources || !actionMatches(actions, request.action)) return false;
  const resourceMatches = resources.values.some((pattern) =>
    matchesWildcard(substituteVariables(pattern, request.context), request.resource),
  );
  if (resourceMatches === resources.excluded) return false;
  return conditions.every((condition) => conditionHolds(condition, request.context));
}

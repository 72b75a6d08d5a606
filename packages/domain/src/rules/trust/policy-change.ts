import type { ObservedCaller, RoleUse, TrustVerdict } from "../../judgement/trust.ts";
import { inOrder } from "./phrases.ts";
import { recommendedPolicy } from "./recommend-policy.ts";
import { bestFit } from "./role-callers.ts";
import type { Graded } from "./trust-assessment.ts";
import { type ReadTrust, readTrust } from "./trust-statements.ts";

type Given = {
  document: unknown;
  trust: ReadTrust;
  graded: readonly Graded[];
  use: RoleUse;
  awsAccountId: string;
};

/** Whether callers that were seen come in by today's policy, and by the recommended one no more, or less surely. */
function observed({ trust, use, awsAccountId }: Given, recommended: unknown): ObservedCaller[] {
  const then = recommended === null ? null : readTrust(recommended, awsAccountId);
  return use.callers
    .map((caller) => {
      const today = bestFit(trust.statements, caller.principal);
      return { ...caller, isLockedOut: then !== null && bestFit(then.statements, caller.principal) < today };
    })
    .toSorted((one, other) => other.lastSeenAt.getTime() - one.lastSeenAt.getTime());
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

function adviceOn({ graded, use }: Given, recommended: unknown): string[] {
  const given = inOrder(graded.flatMap(({ recommendation }) => recommendation?.advice ?? []));
  if (recommended === null) return given;
  if (use.callers.length > 0)
    return [
      ...given,
      "The callers are those that CloudTrail was asked about, of 90 days at the most: there may be others.",
    ];
  if (use.lastUsedAt === null) return given;
  return [
    ...given,
    `The role was used on ${dayOf(use.lastUsedAt)}, and nobody has looked up by whom: look the role up in CloudTrail first.`,
  ];
}

/** The policy that would be right, whom it refuses, and what to know before it is put in place. */
export function changeOf(given: Given): Pick<TrustVerdict, "recommendedPolicy" | "lockedOut" | "callers" | "advice"> {
  const recommended = recommendedPolicy(given.document, given.trust, given.graded);
  return {
    recommendedPolicy: recommended,
    lockedOut: inOrder(given.graded.flatMap(({ lockedOut }) => lockedOut)),
    callers: observed(given, recommended),
    advice: adviceOn(given, recommended),
  };
}

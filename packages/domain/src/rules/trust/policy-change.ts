import type { CallerAccess, ObservedCaller, RoleUse, TrustVerdict } from "../../judgement/trust.ts";
import type { Condition } from "../../policy/conditions.ts";
import { inOrder } from "./phrases.ts";
import { recommendedPolicy } from "./recommend-policy.ts";
import { bestFit, fitOfCaller } from "./role-callers.ts";
import type { Graded } from "./trust-assessment.ts";
import { type ReadTrust, readTrust, type TrustStatement } from "./trust-statements.ts";

type Given = {
  document: unknown;
  trust: ReadTrust;
  graded: readonly Graded[];
  use: RoleUse;
  awsAccountId: string;
};

/** Conditions on who the caller is, which the fit has counted. */
const IDENTITY = /^aws:principal(?:account|arn|orgid|orgpaths)$/;

const isSame = (one: Condition, other: Condition): boolean =>
  one.key === other.key &&
  one.writtenOperator.toLowerCase() === other.writtenOperator.toLowerCase() &&
  inOrder(one.values).join("\n") === inOrder(other.values).join("\n");

/** Whether a statement asks for nothing but what another one asks for already. */
const asksNoMore = (statement: TrustStatement, than: TrustStatement): boolean =>
  statement.conditions.all
    .filter(({ key }) => !IDENTITY.test(key))
    .every((condition) => than.conditions.all.some((known) => isSame(condition, known)));

/** What becomes of a caller: less sure to come in than today is lost. */
function accessOf(caller: string, today: readonly TrustStatement[], then: readonly TrustStatement[]): CallerAccess {
  const [before, after] = [bestFit(today, caller), bestFit(then, caller)];
  if (before === 0) return "not_let_in_today";
  if (after < before) return "lost";
  const entering = today.filter((statement) => fitOfCaller(statement, caller) > 0);
  const isKept = then.some(
    (statement) => fitOfCaller(statement, caller) === after && entering.some((known) => asksNoMore(statement, known)),
  );
  return isKept ? "kept" : "under_new_conditions";
}

function observed({ trust, use, awsAccountId }: Given, recommended: unknown): ObservedCaller[] {
  const then = (recommended === null ? trust : readTrust(recommended, awsAccountId))?.statements ?? [];
  return use.callers
    .map((caller) => ({ ...caller, access: accessOf(caller.principal, trust.statements, then) }))
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

import type { Fact, FieldSource, SourcedFact } from "../../judgement/finding.ts";

/** Facts that verdicts tell under names of their own, by the field of the inventory that tells them. */
const TOLD_AS: Readonly<Record<string, string>> = {
  newerAccessKeyId: "accessKeyId",
  olderAccessKeyId: "accessKeyId",
  newerCreatedAt: "createdAt",
  olderCreatedAt: "createdAt",
  userCreatedAt: "userName",
  lastUse: "lastUsedAt",
  newerLastUse: "lastUsedAt",
  serviceName: "credentialId",
  attachedPolicyArn: "policies",
  attachedPolicyArns: "policies",
  inlinePolicies: "policies",
  policyArn: "document",
  actions: "document",
  problem: "document",
  principal: "trust",
  statement: "trust",
  condition: "trust",
  hasPassword: "root",
  usedBy: "root",
  mfaActive: "root",
  mfaKind: "root",
  accessKeys: "root",
  minimumLength: "passwordPolicy",
  reusePrevention: "passwordPolicy",
  requiresUppercase: "passwordPolicy",
  requiresLowercase: "passwordPolicy",
  requiresNumbers: "passwordPolicy",
  requiresSymbols: "passwordPolicy",
  passwordPolicyState: "passwordPolicy",
  consoleUsers: "hasConsolePassword",
  hasIdentityCenter: "trust",
};

/** What follows from the limits that are set here. */
const BY_POLICY: ReadonlySet<string> = new Set(["deadlineAt", "unusedAt", "cutOverAt", "rotationDays", "unusedDays"]);

const time = ({ observedAt }: FieldSource): number => observedAt?.getTime() ?? Number.NEGATIVE_INFINITY;

/** The newest of what tells a field; null: nothing does by itself. */
function sourceOf(field: string, sources: readonly FieldSource[]): FieldSource | null {
  const named = TOLD_AS[field] ?? field;
  const first = sources.find((source) => source.fields.includes(named));
  if (!first) return null;
  // A value may have been told twice: when it was read, and when a report confirmed it.
  const same = sources.filter((source) => String(source.fields) === String(first.fields));
  return same.reduce((newest, source) => (time(source) > time(newest) ? source : newest));
}

/**
 * Tells each fact where it was read and when. What no single kind of resource tells is put together from all that are known of the
 * subject, and so is as old as the oldest of them.
 *
 * @param sources of the subject, what tells of the subject itself first.
 * @param judgedAt when the limits of the rotation policies were applied last.
 */
export function withFactSources(
  facts: readonly Fact[],
  sources: readonly FieldSource[],
  judgedAt: Date | null,
): SourcedFact[] {
  const oldest = sources.toSorted((a, b) => time(a) - time(b)).at(0) ?? { source: "live_api", observedAt: null };
  return facts.map((fact) => {
    if (BY_POLICY.has(fact.field)) return { ...fact, source: "rotation_policy", observedAt: judgedAt };
    const { source, observedAt } = sourceOf(fact.field, sources) ?? oldest;
    return { ...fact, source, observedAt };
  });
}

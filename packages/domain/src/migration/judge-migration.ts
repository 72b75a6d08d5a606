import type { CredentialKind } from "../inventory/credential.ts";
import type { JudgedCredential, JudgedUserWithOwner } from "../judgement/judged.ts";
import { credentialInWords } from "../rules/checks/credential-words.ts";
import type { Quietness } from "../rules/use/usage-pattern.ts";
import type { MigrationPeriod, MigrationPlan } from "./migration.ts";
import { judgeStage } from "./stages/judge-stage.ts";
import {
  type JudgedStage,
  MOVING_STAGES,
  type MovingStage,
  type StageCredential,
  type StageEvidence,
  type StageFacts,
  type SuccessorRole,
} from "./stages/stage.ts";
import type { MigrationFacts, ObservedUse } from "./target/facts.ts";
import type { PolicyFacts } from "./target/policy-facts.ts";
import { type Proposal, proposeTarget } from "./target/propose-target.ts";
import { TARGETS } from "./target/target.ts";

/** All that is known of a user's migration at one instant. */
export type MigrationKnown = {
  at: Date;
  scanId: string | null;
  usedUntil: Date;
  unread: StageFacts["unread"];
  /** As it stood before; null: it had none. */
  before: MigrationPeriod | null;
  /** Null: the user is gone. */
  user: Pick<
    JudgedUserWithOwner,
    "id" | "userName" | "path" | "tags" | "groupNames" | "hasConsolePassword" | "hasMfa" | "owner"
  > | null;
  /** Those that exist. */
  credentials: readonly JudgedCredential[];
  quietnessOf(credential: JudgedCredential): Quietness;
  policies: PolicyFacts;
  /** ARNs of the account's SAML and OIDC providers. */
  providerArns: readonly string[] | null;
  observed: ObservedUse | null;
  plan: MigrationPlan | null;
  /** The campaign that it belongs to; null: none. */
  campaignId: string | null;
  successor: SuccessorRole | null;
  /** An exception of the user, or of its credentials, that stands. */
  exceptedUntil: Date | null;
  recreatedAt: Date | null;
};

/** Kinds of which AWS tells when they were last used. */
export const TOLD_USE: ReadonlySet<CredentialKind> = new Set(["access_key", "console_password"]);

/** What the choice of a target stands on; null: the user is gone. */
export function migrationFactsOf(known: MigrationKnown): MigrationFacts | null {
  const { user, credentials, policies, providerArns, observed } = known;
  if (!user) return null;
  const { userName, path, tags, groupNames, hasConsolePassword, hasMfa } = user;
  return {
    ...{ userName, path, tags, groupNames, hasConsolePassword, hasMfa, ...policies, providerArns, observed },
    credentials: credentials.map((credential) => {
      const { kind, status, serviceName, name, lastUsedAt, lastUsedService } = credential;
      const { rhythm, isQuiet } = known.quietnessOf(credential);
      return { kind, status, serviceName, name, lastUsedAt, lastUsedService, rhythm, isQuiet };
    }),
  };
}

const isAtLeast = (stage: MovingStage, other: MovingStage): boolean =>
  MOVING_STAGES.indexOf(stage) >= MOVING_STAGES.indexOf(other);

/** What is proposed; that credentials fall quiet and are switched off is what a plan asks for, and no news of what they were used for. */
function proposalOf(known: MigrationKnown): Pick<Proposal, "target" | "confidence"> {
  const { before, plan, credentials } = known;
  const facts = migrationFactsOf(known);
  const isWorkedOff = (): boolean => credentials.every(({ status }) => status !== "active");
  const isOver = before !== null && plan !== null && (isAtLeast(before.provedStage, "adopted") || isWorkedOff());
  if (before && (!facts || isOver)) return { target: before.proposedTarget, confidence: before.confidence };
  return facts ? proposeTarget(facts) : { target: "ask_owner", confidence: "low" };
}

function stageCredentialOf(credential: JudgedCredential, known: MigrationKnown): StageCredential {
  const { kind, status, lastUse, lastUsedAt } = credential;
  const isUseKnown = TOLD_USE.has(kind) && lastUse !== "unknown";
  const { quietDays } = known.quietnessOf(credential);
  return { kind, label: credentialInWords(credential), status, lastUsedAt, isUseKnown, quietDays };
}

const endOfDay = (day: string): Date => new Date(Date.parse(day) + 86_400_000);

/** What stays by a decision is excepted until its day; so is what somebody answers for. */
function exceptedUntil({ plan, exceptedUntil: byException }: MigrationKnown): Date | null {
  const byPlan = plan && TARGETS[plan.target].end === "kept" ? endOfDay(plan.dueOn) : null;
  return byPlan && byException ? new Date(Math.max(byPlan.getTime(), byException.getTime())) : (byPlan ?? byException);
}

/** Now; by AWS's clock where ours is behind the report that AWS has made, so that nothing is taken to be so for longer than it is. */
const seenAt = ({ at, usedUntil }: Pick<MigrationKnown, "at" | "usedUntil">): Date => (usedUntil > at ? usedUntil : at);

function absentSince(known: MigrationKnown): Date | null {
  const { credentials, before, unread } = known;
  if (credentials.length > 0) return null;
  return before?.credentialsAbsentSince ?? (unread.credentials === undefined ? seenAt(known) : null);
}

export function stageFactsOf(known: MigrationKnown, target: StageFacts["target"]): StageFacts {
  const { at, scanId, usedUntil, unread, plan, successor, before, user, credentials, recreatedAt } = known;
  return {
    ...{ at, scanId, usedUntil, unread, target, plan, successor, recreatedAt },
    adoptedAt: before?.adoptedAt ?? null,
    credentials: credentials.map((credential) => stageCredentialOf(credential, known)),
    credentialsAbsentSince: absentSince(known),
    userAbsentSince: user ? null : (before?.userAbsentSince ?? seenAt(known)),
    exceptedUntil: exceptedUntil(known),
    block: plan?.blockedReason ? { reason: plan.blockedReason, by: plan.acceptedBy } : null,
  };
}

/** Quiet is counted from when the role took over: that a key was quiet before proves nothing of what runs now. */
function judgeOnceAdopted(facts: StageFacts, before: MovingStage): { judged: JudgedStage; adoptedAt: Date | null } {
  const judged = judgeStage(facts, before);
  if (facts.adoptedAt === null && judged.evidence.some(({ stage }) => stage === "adopted"))
    return { judged: judgeStage({ ...facts, adoptedAt: seenAt(facts) }, before), adoptedAt: seenAt(facts) };
  return { judged, adoptedAt: isAtLeast(judged.proved, "adopted") ? facts.adoptedAt : null };
}

/** What proved a stage first is kept as long as the stage holds. */
function keptEvidence(
  { before, plan }: Pick<MigrationKnown, "before" | "plan">,
  { proved, evidence }: JudgedStage,
): MigrationPeriod["evidence"] {
  const isOfOtherPlan = ({ stage, at }: StageEvidence) =>
    stage === "planned" && at.getTime() !== plan?.acceptedAt.getTime();
  const kept = (before?.evidence ?? []).filter((proof) => isAtLeast(proved, proof.stage) && !isOfOtherPlan(proof));
  const stages = new Set(kept.map(({ stage }) => stage));
  return [...kept, ...evidence.filter(({ stage }) => !stages.has(stage))];
}

/**
 * Where a user's migration stands now: what is proposed, how far evidence has moved it, and what it says until something changes.
 *
 * @returns null where there is nothing to move: it never had a long-lived credential.
 */
export function judgeMigration(known: MigrationKnown): (MigrationPeriod & { waitsFor: string | null }) | null {
  const { before, user, credentials, plan, at } = known;
  if (!before && (!user || credentials.length === 0)) return null;
  const proposal = proposalOf(known);
  const target = plan?.target ?? proposal.target;
  const facts = stageFactsOf(known, target);
  const { judged, adoptedAt } = judgeOnceAdopted(facts, before?.provedStage ?? "identified");
  const { stage, proved, waitsFor } = judged;
  return {
    userId: user?.id ?? before?.userId ?? "",
    userName: user?.userName ?? before?.userName ?? "",
    ...{ stage, target, waitsFor, adoptedAt, provedStage: proved },
    stageSince: before?.stage === stage ? before.stageSince : at,
    proposedTarget: proposal.target,
    confidence: proposal.confidence,
    owner: plan?.owner ?? (user ? user.owner : (before?.owner ?? null)),
    dueOn: plan?.dueOn ?? null,
    campaignId: known.campaignId,
    replacementRoleArn: plan?.replacementRoleArn ?? null,
    blockedReason: plan?.blockedReason ?? null,
    credentialsAbsentSince: facts.credentialsAbsentSince,
    userAbsentSince: facts.userAbsentSince,
    evidence: keptEvidence(known, judged),
  };
}

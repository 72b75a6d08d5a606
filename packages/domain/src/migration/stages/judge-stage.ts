import { isoDayOf } from "../../rules/use/use-series.ts";
import { TARGETS } from "../target/target.ts";
import {
  type JudgedStage,
  type MigrationStage,
  MOVING_STAGES,
  type MovingStage,
  type Proving,
  type StageCredential,
  type StageEvidence,
  type StageFacts,
} from "./stage.ts";

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;
/** Two readings that agree, so far apart, are no gap between two pages. */
const ABSENT_MS = MS_PER_HOUR;
const VERIFIED_DAYS = 30;
const ADOPTED_DAYS = 2;
/** AWS has no last use of these: only whoever holds them can say that nothing uses them any more. */
const NEVER_TOLD: ReadonlySet<StageCredential["kind"]> = new Set(["ssh_public_key", "signing_certificate"]);

type Proof = Pick<StageEvidence, "sentence" | "source" | "at">;
/** `false` with what is missing; `unknown` with why it cannot be told. */
type Verdict =
  | { holds: true; proofs: Proof[] }
  | { holds: false; waitsFor: string }
  | { holds: "unknown"; waitsFor: string };

type StageRule = {
  stage: MovingStage;
  needs: readonly Proving[];
  /** Left out where nothing takes over. */
  isOfSuccessor?: true;
  /** It stands by itself, whatever was planned. */
  isPhysical?: true;
  judge(facts: StageFacts): Verdict;
};

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
const proved = (...proofs: Proof[]): Verdict => ({
  holds: true,
  proofs: proofs.map((proof) => ({ ...proof, sentence: capital(proof.sentence) })),
});
const not = (waitsFor: string): Verdict => ({ holds: false, waitsFor });
const cannotTell = (waitsFor: string): Verdict => ({ holds: "unknown", waitsFor });
const days = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / MS_PER_DAY;
const later = (...dates: (Date | null)[]): Date | null =>
  dates.reduce((latest, date) => (date && (!latest || date > latest) ? date : latest), null);

const activeOf = ({ credentials }: StageFacts): StageCredential[] =>
  credentials.filter(({ status }) => status === "active");

function judgeReady({ successor: role, at }: StageFacts): Verdict {
  if (!role) return not("the role that takes over is made, or named in the plan");
  if (!role.isThere) return not(`${role.name} exists`);
  if (role.grade !== "ok") return not(`the trust policy of ${role.name} is graded ok; it is ${role.grade}`);
  if (role.covers === null) return cannotTell(`${role.name} is compared with what was used`);
  if (!role.covers) return not(`${role.name} allows all that was used`);
  return proved({
    sentence: `${role.name} exists, its trust policy is graded ok, and it allows what was used.`,
    source: "inventory",
    at,
  });
}

/** Both are in use: the old key may stand earlier in the provider chain of the SDK. */
function isOverlooked(facts: StageFacts, usedAt: Date): boolean {
  return activeOf(facts).some(
    ({ lastUsedAt, quietDays }) =>
      lastUsedAt !== null && lastUsedAt > usedAt && days(usedAt, facts.usedUntil) > quietDays,
  );
}

function judgeAdopted(facts: StageFacts): Verdict {
  const { successor: role, plan } = facts;
  if (!role || !plan) return not("the role that takes over is used");
  if (!role.lastUsedAt || role.lastUsedAt <= plan.acceptedAt) return not(`${role.name} is used, after the plan`);
  if (role.daysMoved < ADOPTED_DAYS)
    return not(`the use of ${role.name} is seen moving on ${ADOPTED_DAYS} days; it was on ${role.daysMoved}`);
  if (isOverlooked(facts, role.lastUsedAt))
    return not(
      `${role.name} is used again; its last use was on ${isoDayOf(role.lastUsedAt)}, and the key goes on being used`,
    );
  return proved({
    sentence: `${role.name} was last used on ${isoDayOf(role.lastUsedAt)}, and its use moved on ${role.daysMoved} days after the plan.`,
    source: "role_last_used",
    at: role.lastUsedAt,
  });
}

/** Since when a credential counts as quiet: since its last use, and not before a role took over. */
const quietSince = ({ lastUsedAt }: StageCredential, { plan, adoptedAt }: StageFacts): Date | null =>
  later(lastUsedAt, plan?.acceptedAt ?? null, adoptedAt);

const quietUntil = (since: Date, { quietDays }: StageCredential): Date =>
  new Date(since.getTime() + quietDays * MS_PER_DAY);

/**
 * From when all credentials that are active may be deactivated, by the rule of the stage `quiet`, and why; null: no such day can be named.
 */
export function safeFromOf(facts: StageFacts): { at: Date | null; reason: string } {
  const active = activeOf(facts);
  const none = (reason: string) => ({ at: null, reason });
  const { plan, adoptedAt } = facts;
  if (active.length === 0) return none("No credential of the user is active.");
  if (!plan) return none("No plan is accepted: the days without use count from then on.");
  if (TARGETS[plan.target].end === "moved" && !adoptedAt)
    return none("The role that takes over is not in use yet: the days without use count from then on.");
  const untold = active.find(({ isUseKnown }) => !isUseKnown);
  if (untold) return none(`AWS does not tell of the use of ${untold.label}.`);
  const [last] = active
    .map((credential) => ({ credential, at: quietUntil(quietSince(credential, facts) ?? facts.at, credential) }))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const { credential, at } = last!;
  return {
    at,
    reason: `${credential.label} must be unused for ${credential.quietDays} days, by the rhythm of its use.`,
  };
}

function judgeQuiet(facts: StageFacts): Verdict {
  const proofs: Proof[] = [];
  for (const credential of activeOf(facts)) {
    const { kind, label, isUseKnown, quietDays } = credential;
    if (NEVER_TOLD.has(kind)) return cannotTell(`${label} is deactivated, once its owner attests that nothing uses it`);
    if (!isUseKnown) return cannotTell(`AWS tells of the use of ${label}`);
    const since = quietSince(credential, facts);
    if (!since || days(since, facts.usedUntil) < quietDays) {
      const until = since && quietUntil(since, credential);
      return not(`${label} has been unused for ${quietDays} days${until ? `, on ${isoDayOf(until)}` : ""}`);
    }
    proofs.push({
      sentence: `${label} has been unused since ${isoDayOf(since)}, for ${Math.floor(days(since, facts.usedUntil))} days; its rhythm asks for ${quietDays}.`,
      source: "credential_report",
      at: since,
    });
  }
  return proved(...proofs);
}

function judgeDeactivated(facts: StageFacts): Verdict {
  const [active] = activeOf(facts);
  if (active) return not(`${active.label} is ${active.kind === "console_password" ? "deleted" : "deactivated"}`);
  return proved({ sentence: "No credential of the user is active.", source: "inventory", at: facts.at });
}

function judgeDeleted({ credentials, credentialsAbsentSince: since, at }: StageFacts): Verdict {
  const [left] = credentials;
  if (left) return not(`${left.label} is deleted`);
  if (!since || at.getTime() - since.getTime() < ABSENT_MS)
    return not("a second scan, an hour later or more, finds no credential");
  const sentence = `Two scans, an hour apart or more, found no credential: the first on ${isoDayOf(since)}.`;
  return proved({ sentence, source: "inventory", at: since });
}

function judgeRemoved({ userAbsentSince: since }: StageFacts): Verdict {
  if (!since) return not("the user is deleted");
  return proved({ sentence: `The user has been gone since ${isoDayOf(since)}.`, source: "inventory", at: since });
}

/** Now; by AWS's clock where its report is older, as ours may have been put forward. */
const surelyNow = ({ at, usedUntil }: StageFacts): Date => (usedUntil < at ? usedUntil : at);

function judgeVerified(facts: StageFacts): Verdict {
  const { userAbsentSince: since, recreatedAt } = facts;
  if (!since) return not("the user is deleted");
  if (recreatedAt) return not(`the user that was made again under its name on ${isoDayOf(recreatedAt)} is gone`);
  const until = new Date(since.getTime() + VERIFIED_DAYS * MS_PER_DAY);
  if (surelyNow(facts) < until) return not(`no user of its name is made until ${isoDayOf(until)}`);
  const sentence = `For ${VERIFIED_DAYS} days no user of its name was made.`;
  return proved({ sentence, source: "inventory", at: until });
}

const RULES: readonly StageRule[] = [
  {
    stage: "planned",
    needs: [],
    judge: ({ plan }) =>
      plan
        ? proved({
            sentence: `The target was accepted: ${TARGETS[plan.target].label}.`,
            source: "plan",
            at: plan.acceptedAt,
          })
        : not("a member accepts a target, an owner and a due date"),
  },
  { stage: "role_ready", needs: ["roles"], isOfSuccessor: true, judge: judgeReady },
  { stage: "adopted", needs: ["roles"], isOfSuccessor: true, judge: judgeAdopted },
  { stage: "quiet", needs: ["credentials"], judge: judgeQuiet },
  { stage: "deactivated", needs: ["credentials"], isPhysical: true, judge: judgeDeactivated },
  { stage: "deleted", needs: ["credentials"], isPhysical: true, judge: judgeDeleted },
  { stage: "removed", needs: ["users"], isPhysical: true, judge: judgeRemoved },
  // The report tells the time by AWS's clock, and which keys are new.
  { stage: "verified", needs: ["users", "credentials"], isPhysical: true, judge: judgeVerified },
];

const isAfter = (stage: MigrationStage, other: MovingStage): boolean =>
  MOVING_STAGES.indexOf(stage as MovingStage) >= MOVING_STAGES.indexOf(other);

/** What could not be read proves nothing and undoes nothing: what was reached stays, and what was not waits. */
function weigh(rule: StageRule, facts: StageFacts, before: MovingStage): Verdict {
  const unread = rule.needs.map((kind) => facts.unread[kind]).find((reason) => reason !== undefined);
  const verdict = unread === undefined ? rule.judge(facts) : cannotTell(`a scan reads it whole: ${unread}`);
  return verdict.holds === "unknown" && isAfter(before, rule.stage) ? proved() : verdict;
}

const applies = (rule: StageRule, { plan }: StageFacts): boolean =>
  !rule.isOfSuccessor || plan === null || TARGETS[plan.target].end === "moved";

type Climb = { stage: MovingStage; evidence: StageEvidence[]; waitsFor: string | null };

/** As far as each rule holds after the one before it. */
function climb(rules: readonly StageRule[], facts: StageFacts, before: MovingStage): Climb {
  const climbed: Climb = { stage: "identified", evidence: [], waitsFor: null };
  for (const rule of rules.filter((each) => applies(each, facts))) {
    const verdict = weigh(rule, facts, before);
    if (verdict.holds !== true) return { ...climbed, waitsFor: verdict.waitsFor };
    climbed.stage = rule.stage;
    for (const proof of verdict.proofs) climbed.evidence.push({ ...proof, stage: rule.stage, scanId: facts.scanId });
  }
  return climbed;
}

/** How a migration ends, or stands still, by the word of a member. */
function endOf({ target, exceptedUntil, block, at }: StageFacts, stage: MovingStage): MigrationStage {
  if (stage === "verified" && TARGETS[target].end === "retired") return "retired";
  if (isAfter(stage, "removed")) return stage;
  if (exceptedUntil && exceptedUntil > at) return "excepted";
  return block ? "blocked" : stage;
}

/**
 * Where a migration stands by its facts: as far as each stage is proved after the one before it. That credentials are inactive or gone,
 * or the user is, stands by itself, whatever was planned. It falls back as soon as a proof no longer holds; what could not be read moves
 * nothing, and is said.
 *
 * @param before where it stood, so that what cannot be read today does not undo what was proved.
 */
export function judgeStage(facts: StageFacts, before: MovingStage): JudgedStage {
  const planned = climb(RULES, facts, before);
  const seen = climb(
    RULES.filter(({ isPhysical }) => isPhysical),
    facts,
    before,
  );
  const reached = isAfter(planned.stage, seen.stage) ? planned : seen;
  const { stage: proved, evidence, waitsFor } = reached;
  return { stage: endOf(facts, proved), proved, evidence, waitsFor };
}

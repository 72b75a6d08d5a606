import type { TrustCheckId } from "../../judgement/check.ts";
import type { TrustOutcome } from "../../judgement/trust.ts";
import { type Conditions, type ConditionValue, type Demand, describeDemand } from "../../policy/conditions.ts";
import { inOrder } from "./phrases.ts";
import { failed, type TrustSurroundings } from "./trust-assessment.ts";
import { vendorOf } from "./vendors.ts";

const KEY = "sts:externalid";
/** Fewer characters can be tried one by one. */
const SHORTEST = 8;
/** No word is longer; what is longer is random. */
const LONGEST_WORD = 20;
const NUMBER = /^(?:v?\d{1,4}|\d{12})$/i;
const WORD_WITH_NUMBER = /^[A-Za-z]{3,20}\d{1,4}$/;

/** Letters that read as words: random ones change between capitals and small letters all the time. */
function isWord(token: string): boolean {
  if (!/^[A-Za-z]+$/.test(token)) return false;
  const pieces = token === token.toUpperCase() ? [token] : token.split(/(?=[A-Z])/);
  return token.length / pieces.length >= 3 && pieces.every((piece) => piece.length <= LONGEST_WORD);
}

/** Why somebody could guess an External ID; null: nobody could. */
function guessedHow(id: string): string | null {
  if (id.length < SHORTEST) return `has only ${id.length} characters`;
  if (/^\d{12}$/.test(id)) return "is an AWS account id";
  if (/^\d{1,15}$/.test(id)) return "is a short number";
  const others = id.split(/[^A-Za-z0-9]+/).filter((token) => token !== "" && !isWord(token));
  if (others.length === 0) return "is made of words";
  const isNumbered = others.length === 1 && (NUMBER.test(others[0]!) || WORD_WITH_NUMBER.test(others[0]!));
  return isNumbered ? "is made of words and one number" : null;
}

/** Accounts outside that are given the External ID, by vendor: the accounts of one vendor are one outsider. */
function outsidersWith(id: string, { externalIdUses, ownAccountIds }: TrustSurroundings): string[] {
  if (!Object.hasOwn(externalIdUses, id)) return [];
  const outside = externalIdUses[id]!.trustedAccountIds.filter((account) => !ownAccountIds.has(account));
  return inOrder(outside.map((account) => vendorOf(account) ?? account));
}

type Quality = {
  checkId: TrustCheckId;
  why: (demand: Demand, surroundings: TrustSurroundings) => string | null;
};

const firstReason = (values: readonly ConditionValue[], why: (value: ConditionValue) => string | null) =>
  inOrder(values.flatMap((value) => why(value) ?? []))[0] ?? null;

const QUALITIES: readonly Quality[] = [
  {
    checkId: "trust_external_id_optional",
    why: ({ isOptional, operator }) =>
      isOptional
        ? `The External ID is asked for under ${operator}, which lets in callers who send none: use StringEquals.`
        : null,
  },
  {
    checkId: "trust_external_id_wildcard",
    why: ({ values }) =>
      firstReason(values, ({ isExact, text }) =>
        isExact ? null : `Any External ID that fits "${text}" is taken: name the whole value under StringEquals.`,
      ),
  },
  {
    checkId: "trust_external_id_guessable",
    why: ({ values }) =>
      firstReason(values, ({ isExact, text }) => {
        const how = isExact ? guessedHow(text) : null;
        return how && `The External ID "${text}" ${how}, so that it can be guessed.`;
      }),
  },
  {
    checkId: "trust_external_id_reused",
    why: ({ values }, surroundings) =>
      firstReason(values, ({ text }) => {
        const outsiders = outsidersWith(text, surroundings);
        return outsiders.length > 1
          ? `The External ID "${text}" is given to ${outsiders.join(" and ")}: each of them knows what opens the other's door.`
          : null;
      }),
  },
];

export const EXTERNAL_ID_CHECKS: readonly TrustCheckId[] = QUALITIES.map(({ checkId }) => checkId);

/** What of the External ID is as it should be, for the statement that would be right. */
export type ExternalIdJudgement = {
  isAsked: boolean;
  failures: readonly TrustOutcome[];
  /** Values that nobody could guess, in order. */
  soundValues: readonly string[];
  /** What is worth saying of one that is fine. */
  note: string;
};

function failuresOf(demand: Demand, surroundings: TrustSurroundings): TrustOutcome[] {
  return QUALITIES.flatMap(({ checkId, why }) => {
    const reason = why(demand, surroundings);
    return reason ? [failed(checkId, "weak", reason, describeDemand("sts:ExternalId", demand))] : [];
  });
}

function noteOf(ids: readonly string[], { externalIdUses }: TrustSurroundings): string {
  const shared = ids.some((id) => Object.hasOwn(externalIdUses, id) && externalIdUses[id]!.roles > 1);
  return shared ? " The same External ID opens further roles for the same outsider, as is usual." : "";
}

/**
 * Judges the External ID that a statement asks for. Of several demands that all must hold the best one counts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html
 */
export function judgeExternalId(conditions: Conditions, surroundings: TrustSurroundings): ExternalIdJudgement {
  const demands = conditions
    .demands(KEY)
    .map((demand) => ({ demand, failures: failuresOf(demand, surroundings) }))
    .sort(
      (one, other) =>
        one.failures.length - other.failures.length ||
        describeDemand(KEY, one.demand).localeCompare(describeDemand(KEY, other.demand)),
    );
  const best = demands[0];
  const sound = best?.demand.values.filter(
    ({ isExact, text }) => isExact && guessedHow(text) === null && outsidersWith(text, surroundings).length <= 1,
  );
  const soundValues = inOrder((sound ?? []).map(({ text }) => text));
  return {
    isAsked: best !== undefined,
    failures: best?.failures ?? [],
    soundValues,
    note: noteOf(soundValues, surroundings),
  };
}

import { heldDemands, isNegated } from "../../policy/conditions.ts";
import { type IdentityStatement, readIdentityPolicy } from "../../policy/statements.ts";
import { isAnything, matchesWildcard } from "../../policy/wildcards.ts";
import { READS_UNDER } from "./action-corrections.ts";
import { actionPattern, INDEXED_PROBES, type IndexedProbe } from "./action-pattern.ts";
import { type ActionSet, actionsIn, union } from "./action-sets.ts";
import { ADMINISTRATION, DELEGATION_KEYS, PROBES } from "./escalations.ts";
import type { Probe } from "./probe.ts";
import { type PolicyHolder, REACH, reachOf } from "./resource-reach.ts";

/** A right as a bit of a set: the probes come first, then these. */
const NAMES = [...PROBES.keys()];
const BITS = Array.from({ length: NAMES.length + 4 }, (_, index) => 1n << BigInt(index));
const bitOf = (index: number): bigint => BITS[index] ?? 0n;
const INDEX = new Map(NAMES.map((name, index) => [name, index]));
export const EVERYTHING = bitOf(NAMES.length);
export const WRITE = bitOf(NAMES.length + 1);
export const READ = bitOf(NAMES.length + 2);

/** The set of the named probes. */
export const rights = (names: readonly string[]): bigint =>
  names.reduce((set, name) => set | bitOf(INDEX.get(name) ?? 0), 0n);

export const ADMINISTRATION_RIGHTS = rights(ADMINISTRATION);

/** What one document says, whoever holds it. */
export type DocumentPower = {
  granted: bigint;
  denied: bigint;
  /** The first action that changes something, and the first one at all, as they are written. */
  writeAction: string | null;
  anyAction: string | null;
  /** All actions that it allows. */
  readonly allowedActions: ActionSet;
  /** Whether it denies anything for certain, and all actions that it does. */
  isDenying: boolean;
  readonly deniedActions: ActionSet;
  /** Patterns of roles that it allows to assume. */
  assumable: readonly string[];
  /** False: it was not read as a whole, and may say more. */
  isComplete: boolean;
};

const ADMINISTRATION_INDEXES = ADMINISTRATION.map((name) => INDEX.get(name) ?? -1);

/** The probes whose action a statement is about. */
function probesOf({ actions: { patterns, isExcept } }: IdentityStatement): readonly IndexedProbe[] {
  const [only] = patterns;
  if (only !== undefined && patterns.length === 1 && !isExcept) return actionPattern(only).probes;
  const named = new Set(patterns.flatMap((pattern) => actionPattern(pattern).probes));
  return isExcept ? INDEXED_PROBES.filter((probe) => !named.has(probe)) : [...named];
}

const isWhole = (action: string): boolean => actionPattern(action).isWhole;

/** Whether a role may be passed to a service of the probe, by the condition on where it goes. */
function passesTo({ conditions }: IdentityStatement, { passedTo }: Probe): boolean {
  if (passedTo === undefined) return true;
  return conditions
    .on("iam:passedtoservice")
    .filter((condition) => !isNegated(condition))
    .every(({ values }) => values.some((value) => passedTo.some((service) => matchesWildcard(value, service))));
}

/**
 * Whether those who write permissions by this statement are held to a boundary, or to policies that an administrator chose. A demand that
 * a request without the key passes (IfExists, ForAllValues) holds nobody.
 */
const isDelegated = ({ conditions }: IdentityStatement): boolean =>
  DELEGATION_KEYS.some((key) =>
    heldDemands(conditions, key).some(
      ({ values }) => !values.some(({ text }) => isAnything(text) || text.endsWith(":policy/AdministratorAccess")),
    ),
  );

const namesAnything = ({ resources }: IdentityStatement): boolean =>
  resources.patterns.some((resource) => resource.isAnything);

function reaches(statement: IdentityStatement, probe: Probe, holder: PolicyHolder): boolean {
  if (statement.resources.isExcept) return !namesAnything(statement);
  return statement.resources.patterns.some((resource) => reachOf(resource, probe, holder) >= REACH[probe.reach]);
}

/** Everything on everything, also by leaving out what takes no administration away. */
function isEverything(statement: IdentityStatement): boolean {
  const { actions, resources } = statement;
  if (resources.isExcept === namesAnything(statement) || isDelegated(statement)) return false;
  if (!actions.isExcept) return actions.patterns.some(isWhole);
  const left = new Set(probesOf(statement).map(({ index }) => index));
  return ADMINISTRATION_INDEXES.every((index) => left.has(index));
}

const ALL_RIGHTS = bitOf(NAMES.length + 3) - 1n;

function grantedBy(statement: IdentityStatement, holder: PolicyHolder): bigint {
  const delegated = statement.conditions.all.length > 0 && isDelegated(statement);
  let granted = READ;
  for (const probe of probesOf(statement)) {
    const isHeld = delegated && ADMINISTRATION_INDEXES.includes(probe.index);
    if (!isHeld && reaches(statement, probe, holder) && passesTo(statement, probe)) granted |= bitOf(probe.index);
  }
  if (writeActionOf(statement) !== null) granted |= WRITE;
  return isEverything(statement) ? granted | EVERYTHING : granted;
}

/** Only what is denied without a condition and on every resource is certain to be denied. */
const isCertainDenial = (statement: IdentityStatement): boolean =>
  !statement.allows &&
  statement.conditions.all.length === 0 &&
  !statement.resources.isExcept &&
  namesAnything(statement);

function deniedBy(statement: IdentityStatement): bigint {
  const { actions } = statement;
  if (!actions.isExcept && actions.patterns.some(isWhole)) return ALL_RIGHTS;
  return probesOf(statement).reduce((denied, { index }) => denied | bitOf(index), 0n);
}

function isHeldToReading(action: string, { conditions }: IdentityStatement): boolean {
  const under = READS_UNDER.get(action);
  if (!under) return false;
  return heldDemands(conditions, under.key).some(({ values }) =>
    values.every(({ text }) => text.toLowerCase() === under.value),
  );
}

function writeActionOf(statement: IdentityStatement): string | null {
  const { patterns, written, isExcept } = statement.actions;
  if (isExcept) return `everything but ${written.join(", ")}`;
  const index = patterns.findIndex(
    (pattern) => !actionPattern(pattern).isReadOnly && !isHeldToReading(pattern, statement),
  );
  return index < 0 ? null : (written[index] ?? null);
}

const ANYBODY: PolicyHolder = { awsAccountId: null, ownArn: null };
/** Roles of other accounts may be assumed too. */
const NAMES_ROLES: Probe = { action: "sts:AssumeRole", resourceType: "role", reach: "own" };

function assumableBy(statement: IdentityStatement): readonly string[] {
  if (!probesOf(statement).some(({ action }) => action === NAMES_ROLES.action)) return [];
  if (statement.resources.isExcept) return ["*"];
  return statement.resources.patterns
    .filter((resource) => reachOf(resource, NAMES_ROLES, ANYBODY) > 0)
    .map(({ text }) => text);
}

/**
 * What a document allows and denies. Conditions on what it allows are not weighed, but for those that say where a role may be
 * passed, and that permissions may be given within a boundary only: a condition narrows when a right holds, not that it is there.
 *
 * @param document null: it was not read.
 */
export function documentPower(document: unknown, holder: PolicyHolder = ANYBODY): DocumentPower {
  const { statements, isComplete } = readIdentityPolicy(document);
  return new ReadDocument(statements, isComplete, holder);
}

class ReadDocument implements DocumentPower {
  readonly granted: bigint;
  readonly denied: bigint;
  readonly writeAction: string | null;
  readonly anyAction: string | null;
  readonly assumable: readonly string[];
  readonly isComplete: boolean;
  readonly isDenying: boolean;
  readonly #statements: readonly IdentityStatement[];
  #allowed: ActionSet | null = null;
  #denied: ActionSet | null = null;

  constructor(statements: readonly IdentityStatement[], isComplete: boolean, holder: PolicyHolder) {
    const allowing = statements.filter(({ allows }) => allows);
    const denying = statements.length === allowing.length ? [] : statements.filter(isCertainDenial);
    this.granted = allowing.reduce((set, statement) => set | grantedBy(statement, holder), 0n);
    this.denied = denying.reduce((set, statement) => set | deniedBy(statement), 0n);
    this.writeAction = firstWriteAction(allowing);
    this.anyAction = allowing[0]?.actions.written[0] ?? null;
    this.assumable = allowing.flatMap(assumableBy);
    this.isComplete = isComplete;
    this.isDenying = denying.length > 0;
    this.#statements = statements;
  }

  /** Put together when they are asked for: where nothing takes anything away, nobody does. */
  get allowedActions(): ActionSet {
    this.#allowed ??= union(this.#statements.filter(({ allows }) => allows).map((each) => actionsIn(each, true)));
    return this.#allowed;
  }

  get deniedActions(): ActionSet {
    this.#denied ??= union(this.#statements.filter(isCertainDenial).map((each) => actionsIn(each, false)));
    return this.#denied;
  }
}

function firstWriteAction(allowing: readonly IdentityStatement[]): string | null {
  for (const statement of allowing) {
    const action = writeActionOf(statement);
    if (action !== null) return action;
  }
  return null;
}

/** The denial of everything. */
export const isDenialOfAll = (denied: bigint): boolean => denied === ALL_RIGHTS;

/** Whether a document allows every action on every resource, in one statement. Null: it was not read as a whole, and may. */
export function allowsEverything(document: unknown): boolean | null {
  const { statements, isComplete } = readIdentityPolicy(document);
  if (statements.some((statement) => statement.allows && isEverything(statement))) return true;
  return isComplete ? false : null;
}

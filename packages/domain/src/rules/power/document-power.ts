import { actionPattern, INDEXED_PROBES, type IndexedProbe } from "./action-pattern.ts";
import { ADMINISTRATION, DELEGATION_KEYS, PROBES, type Probe } from "./escalations.ts";
import { readStatements, type Statement } from "./policy-statements.ts";
import { REACH, reachOf } from "./resource-reach.ts";
import { isAnything, matchesWildcard } from "./wildcards.ts";

/** A right as a bit of a set: the probes come first, then these. */
const NAMES = [...PROBES.keys()];
const bitOf = (index: number): bigint => 1n << BigInt(index);
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
  /** Patterns of roles that it allows to assume. */
  assumable: readonly string[];
  /** False: it was not read as a whole, and may say more. */
  isComplete: boolean;
};

const ADMINISTRATION_INDEXES = ADMINISTRATION.map((name) => INDEX.get(name) ?? -1);

/** The probes whose action a statement is about. */
function probesOf({ actions, exceptActions }: Statement): readonly IndexedProbe[] {
  const [only] = actions;
  if (only !== undefined && actions.length === 1 && !exceptActions) return actionPattern(only).probes;
  const named = new Set(actions.flatMap((action) => actionPattern(action).probes));
  return exceptActions ? INDEXED_PROBES.filter((probe) => !named.has(probe)) : [...named];
}

const isWhole = (action: string): boolean => actionPattern(action).isWhole;

const isNegated = (operator: string): boolean => operator.includes("not") || operator === "null";

/** Whether a role may be passed to the service of the probe, by the condition on where it goes. */
function passesTo({ conditions }: Statement, { passedTo }: Probe): boolean {
  if (passedTo === undefined) return true;
  return conditions
    .filter(({ key, operator }) => key === "iam:passedtoservice" && !isNegated(operator))
    .every(({ values }) => values.some((value) => matchesWildcard(value, passedTo)));
}

/** Whether those who write permissions by this statement are held to a boundary, or to policies that an administrator chose. */
const isDelegated = ({ conditions }: Statement): boolean =>
  conditions.some(
    ({ key, operator, values }) =>
      DELEGATION_KEYS.includes(key) &&
      !isNegated(operator) &&
      !operator.endsWith("ifexists") &&
      !values.some((value) => isAnything(value) || value.endsWith(":policy/AdministratorAccess")),
  );

function reaches(statement: Statement, probe: Probe, ownArn: string | null): boolean {
  if (statement.exceptResources) return !statement.resources.some((resource) => resource.isAnything);
  return statement.resources.some((resource) => reachOf(resource, probe, ownArn) >= REACH[probe.reach]);
}

/** Everything on everything, also by leaving out what takes no administration away. */
function isEverything(statement: Statement): boolean {
  const { actions, exceptActions, resources, exceptResources } = statement;
  const hasAnything = resources.some((resource) => resource.isAnything);
  if (exceptResources === hasAnything || isDelegated(statement)) return false;
  if (!exceptActions) return actions.some(isWhole);
  const left = new Set(probesOf(statement).map(({ index }) => index));
  return ADMINISTRATION_INDEXES.every((index) => left.has(index));
}

const ALL_RIGHTS = bitOf(NAMES.length + 3) - 1n;

function grantedBy(statement: Statement, ownArn: string | null): bigint {
  const delegated = isDelegated(statement);
  let granted = READ;
  for (const probe of probesOf(statement)) {
    const isHeld = delegated && ADMINISTRATION_INDEXES.includes(probe.index);
    if (!isHeld && passesTo(statement, probe) && reaches(statement, probe, ownArn)) granted |= bitOf(probe.index);
  }
  if (writeActionOf(statement) !== null) granted |= WRITE;
  return isEverything(statement) ? granted | EVERYTHING : granted;
}

/** Only what is denied without a condition and on every resource is certain to be denied. */
function deniedBy({ conditions, resources, exceptResources, ...actions }: Statement): bigint {
  if (conditions.length > 0 || exceptResources || !resources.some((resource) => resource.isAnything)) return 0n;
  if (!actions.exceptActions && actions.actions.some(isWhole)) return ALL_RIGHTS;
  const statement = { ...actions, conditions, resources, exceptResources };
  return probesOf(statement).reduce((denied, { index }) => denied | bitOf(index), 0n);
}

function writeActionOf({ actions, exceptActions, writtenActions }: Statement): string | null {
  if (exceptActions) return `everything but ${writtenActions.join(", ")}`;
  const index = actions.findIndex((action) => !actionPattern(action).isReadOnly);
  return index < 0 ? null : (writtenActions[index] ?? null);
}

const NAMES_ROLES: Probe = { action: "sts:AssumeRole", resourceType: "role", reach: "own" };

function assumableBy(statement: Statement): readonly string[] {
  if (!probesOf(statement).some(({ action }) => action === NAMES_ROLES.action)) return [];
  if (statement.exceptResources) return ["*"];
  return statement.resources.filter((resource) => reachOf(resource, NAMES_ROLES, null) > 0).map(({ text }) => text);
}

/**
 * What a document allows and denies. Conditions on what it allows are not weighed, but for those that say where a role may be
 * passed, and that permissions may be given within a boundary only: a condition narrows when a right holds, not that it is there.
 *
 * @param document null: it was not read.
 * @param ownArn of the user whose inline policy it is.
 */
export function documentPower(document: unknown, ownArn: string | null = null): DocumentPower {
  const { statements, isComplete } = readStatements(document);
  const allowing = statements.filter(({ allows }) => allows);
  const denying = statements.filter(({ allows }) => !allows);
  return {
    granted: allowing.reduce((set, statement) => set | grantedBy(statement, ownArn), 0n),
    denied: denying.reduce((set, statement) => set | deniedBy(statement), 0n),
    writeAction: allowing.map(writeActionOf).find((action) => action !== null) ?? null,
    anyAction: allowing[0]?.writtenActions[0] ?? null,
    assumable: allowing.flatMap(assumableBy),
    isComplete,
  };
}

/** The denial of everything. */
export const isDenialOfAll = (denied: bigint): boolean => denied === ALL_RIGHTS;

/** Whether a document allows every action on every resource, in one statement. Null: it was not read as a whole, and may. */
export function allowsEverything(document: unknown): boolean | null {
  const { statements, isComplete } = readStatements(document);
  if (statements.some((statement) => statement.allows && isEverything(statement))) return true;
  return isComplete ? false : null;
}

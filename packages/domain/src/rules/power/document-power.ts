import { ADMINISTRATION, DELEGATION_KEYS, PROBES, type Probe } from "./escalations.ts";
import { readStatements, type Statement } from "./policy-statements.ts";
import { isReadOnly } from "./read-verbs.ts";
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

type IndexedProbe = Probe & { index: number; lowerAction: string };
const INDEXED: readonly IndexedProbe[] = [...PROBES.values()].map((probe, index) => ({
  ...probe,
  index,
  lowerAction: probe.action.toLowerCase(),
}));
const BY_SERVICE = Map.groupBy(INDEXED, ({ lowerAction }) => lowerAction.split(":")[0] ?? "");
const ADMINISTRATION_INDEXES = new Set(ADMINISTRATION.map((name) => INDEX.get(name)));
const ASSUME_ROLE = INDEXED.filter(({ action }) => action === "sts:AssumeRole");

const isWhole = (actionPattern: string): boolean => isAnything(actionPattern.replace(/^\*+:/, ""));

/** The probes that an action pattern can match at all: those of its service, where it names one. */
function candidates(pattern: string): readonly IndexedProbe[] {
  const service = pattern.split(":")[0] ?? "";
  return /[*?]/.test(service) ? INDEXED : (BY_SERVICE.get(service) ?? []);
}

/** The probes whose action a statement is about. */
function probesOf({ actions, exceptActions }: Statement): readonly IndexedProbe[] {
  const named = new Set(
    actions.flatMap((pattern) => candidates(pattern).filter((probe) => matchesWildcard(pattern, probe.lowerAction))),
  );
  return exceptActions ? INDEXED.filter((probe) => !named.has(probe)) : [...named];
}

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
  if (statement.exceptResources) return !statement.resources.some(isAnything);
  return statement.resources.some((resource) => reachOf(resource, probe, ownArn) >= REACH[probe.reach]);
}

/** Everything on everything, also by leaving out what takes no administration away. */
function isEverything({ actions, exceptActions, resources, exceptResources }: Statement, granted: bigint): boolean {
  const onEverything = exceptResources ? !resources.some(isAnything) : resources.some(isAnything);
  if (!onEverything) return false;
  return exceptActions ? (granted & ADMINISTRATION_RIGHTS) === ADMINISTRATION_RIGHTS : actions.some(isWhole);
}

const ALL_RIGHTS = bitOf(NAMES.length + 3) - 1n;

function grantedBy(statement: Statement, ownArn: string | null): bigint {
  const delegated = isDelegated(statement);
  let granted = READ;
  for (const probe of probesOf(statement)) {
    const isHeld = delegated && ADMINISTRATION_INDEXES.has(probe.index);
    if (!isHeld && passesTo(statement, probe) && reaches(statement, probe, ownArn)) granted |= bitOf(probe.index);
  }
  if (writeActionOf(statement) !== null) granted |= WRITE;
  return isEverything(statement, granted) && !delegated ? granted | EVERYTHING : granted;
}

/** Only what is denied without a condition and on every resource is certain to be denied. */
function deniedBy({ conditions, resources, exceptResources, ...actions }: Statement): bigint {
  if (conditions.length > 0 || exceptResources || !resources.some(isAnything)) return 0n;
  if (!actions.exceptActions && actions.actions.some(isWhole)) return ALL_RIGHTS;
  const statement = { ...actions, conditions, resources, exceptResources };
  return probesOf(statement).reduce((denied, { index }) => denied | bitOf(index), 0n);
}

function writeActionOf({ actions, exceptActions, writtenActions }: Statement): string | null {
  if (exceptActions) return `everything but ${writtenActions.join(", ")}`;
  const index = actions.findIndex((pattern) => !isReadOnly(pattern));
  return index < 0 ? null : (writtenActions[index] ?? null);
}

const NAMES_ROLES: Probe = { action: "sts:AssumeRole", resourceType: "role", reach: "own" };

function assumableBy(statement: Statement): readonly string[] {
  if (!probesOf(statement).some((probe) => ASSUME_ROLE.includes(probe))) return [];
  if (statement.exceptResources) return ["*"];
  return statement.resources.filter((resource) => reachOf(resource, NAMES_ROLES, null) > 0);
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
  const { granted, isComplete } = documentPower(document);
  if ((granted & EVERYTHING) !== 0n) return true;
  return isComplete ? false : null;
}

import type { Entrance, Outsider, Power, TrustGrade } from "@rolecall/domain";
import type { TrustMapFilters } from "../../../rooms/address/trust-map.ts";

/** An outsider with the grade and the privilege of the worst of its paths. */
export type RatedOutsider = Outsider & { grade: TrustGrade; power: Power };
export type EntrancesOfAccount = { awsAccountId: string; accountName: string; entrances: readonly Entrance[] };
export type AccountRow = {
  awsAccountId: string;
  accountName: string;
  roles: number;
  outsiders: Record<TrustGrade, number>;
};

/** A policy that could not be read may let in anybody, so unknown ranks before ok. */
const GRADES_WORST_FIRST: readonly TrustGrade[] = ["critical", "weak", "unknown", "ok"];
export const gradeRank = (grade: TrustGrade): number => GRADES_WORST_FIRST.indexOf(grade);
/** An unknown power may be any, so it ranks before write. */
const POWERS_MOST_FIRST: readonly Power[] = ["admin", "escalation", "unknown", "write", "read", "none"];
const powerRank = (power: Power): number => POWERS_MOST_FIRST.indexOf(power);

const compare = (one: string, other: string): number => one.localeCompare(other, "en");
const first = <T>(values: readonly T[], rank: (value: T) => number, none: T): T =>
  values.toSorted((one, other) => rank(one) - rank(other))[0] ?? none;

const byRisk = (one: Entrance, other: Entrance): number =>
  gradeRank(one.grade) - gradeRank(other.grade) ||
  powerRank(one.power) - powerRank(other.power) ||
  compare(one.roleName, other.roleName);

function rate(outsider: Outsider): RatedOutsider {
  const grade = first(
    outsider.entrances.map((entrance) => entrance.grade),
    gradeRank,
    "unknown",
  );
  const power = first(
    outsider.entrances.map((entrance) => entrance.power),
    powerRank,
    "unknown",
  );
  return { ...outsider, grade, power };
}

/** Everybody first, then by the worst path, the highest privilege and the number of paths. */
const byDanger = (one: RatedOutsider, other: RatedOutsider): number =>
  Number(other.kind === "everybody") - Number(one.kind === "everybody") ||
  gradeRank(one.grade) - gradeRank(other.grade) ||
  powerRank(one.power) - powerRank(other.power) ||
  other.entrances.length - one.entrances.length ||
  compare(one.name, other.name) ||
  compare(one.id, other.id);

export const ratedOutsiders = (outsiders: readonly Outsider[]): RatedOutsider[] => outsiders.map(rate).sort(byDanger);

const includes = (text: string, q: string): boolean => text.toLowerCase().includes(q.toLowerCase());

const mentions = ({ name, id, entrances }: Outsider, q: string): boolean =>
  includes(name, q) ||
  includes(id, q) ||
  entrances.some(
    (entrance) => includes(entrance.roleName, q) || includes(entrance.accountName, q) || entrance.awsAccountId === q,
  );

/** The outsiders that match the filters: by worst path, kind and a part of any name. */
export function chosenOutsiders(
  outsiders: readonly RatedOutsider[],
  { grade, kind, q }: Pick<TrustMapFilters, "grade" | "kind" | "q">,
): RatedOutsider[] {
  return outsiders.filter(
    (outsider) =>
      (grade === null || outsider.grade === grade) &&
      (kind === null || outsider.kind === kind) &&
      (q === null || mentions(outsider, q)),
  );
}

/** The paths of one outsider by account, worst first. */
export function byAccount(entrances: readonly Entrance[]): EntrancesOfAccount[] {
  const grouped = Map.groupBy(entrances.toSorted(byRisk), ({ awsAccountId }) => awsAccountId);
  return [...grouped].map(([awsAccountId, ofAccount]) => ({
    awsAccountId,
    accountName: ofAccount[0]?.accountName ?? awsAccountId,
    entrances: ofAccount,
  }));
}

const noneOf = (): Record<TrustGrade, number> => ({ critical: 0, weak: 0, ok: 0, unknown: 0 });

export function countByGrade(outsiders: readonly RatedOutsider[]): Record<TrustGrade, number> {
  const counts = noneOf();
  for (const { grade } of outsiders) counts[grade]++;
  return counts;
}

const rowRank = ({ outsiders }: AccountRow): readonly number[] => GRADES_WORST_FIRST.map((grade) => -outsiders[grade]);

function byWorstAccount(one: AccountRow, other: AccountRow): number {
  const [a, b] = [rowRank(one), rowRank(other)];
  const differing = a.findIndex((count, index) => count !== b[index]);
  return differing < 0 ? compare(one.accountName, other.accountName) : (a[differing] ?? 0) - (b[differing] ?? 0);
}

/** The number of outsiders that can enter each account, by the worst of their paths into it; worst account first. */
export function accountRows(outsiders: readonly Outsider[]): AccountRow[] {
  const rows = new Map<string, AccountRow & { roleIds: Set<string> }>();
  for (const outsider of outsiders)
    for (const { awsAccountId, accountName, entrances } of byAccount(outsider.entrances)) {
      const row = rows.get(awsAccountId) ?? {
        awsAccountId,
        accountName,
        roles: 0,
        outsiders: noneOf(),
        roleIds: new Set(),
      };
      rows.set(awsAccountId, row);
      row.outsiders[rate({ ...outsider, entrances: [...entrances] }).grade]++;
      for (const { roleId } of entrances) row.roleIds.add(roleId);
    }
  return [...rows.values()].map(({ roleIds, ...row }) => ({ ...row, roles: roleIds.size })).sort(byWorstAccount);
}

export const GRADES_SHOWN = GRADES_WORST_FIRST;

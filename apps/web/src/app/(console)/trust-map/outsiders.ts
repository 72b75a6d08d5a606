import type { Entrance, Outsider, Power, TrustGrade } from "@rolecall/domain";
import type { TrustMapFilters } from "../../../rooms/address/trust-map.ts";

/** Somebody outside with what the gravest of the ways in amounts to. */
export type RatedOutsider = Outsider & { grade: TrustGrade; power: Power };
export type EntrancesOfAccount = { awsAccountId: string; accountName: string; entrances: readonly Entrance[] };
export type AccountRow = {
  awsAccountId: string;
  accountName: string;
  roles: number;
  outsiders: Record<TrustGrade, number>;
};

/** What could not be read may let in anybody: it stands before what is fine. */
const GRADES_WORST_FIRST: readonly TrustGrade[] = ["critical", "weak", "unknown", "ok"];
export const gradeRank = (grade: TrustGrade): number => GRADES_WORST_FIRST.indexOf(grade);
/** Unknown power may be any: it stands before what is known to write. */
const POWERS_MOST_FIRST: readonly Power[] = ["admin", "escalation", "unknown", "write", "read", "none"];
const powerRank = (power: Power): number => POWERS_MOST_FIRST.indexOf(power);

const compare = (one: string, other: string): number => one.localeCompare(other, "en");
const first = <T>(values: readonly T[], rank: (value: T) => number, none: T): T =>
  values.toSorted((one, other) => rank(one) - rank(other))[0] ?? none;

const byGravity = (one: Entrance, other: Entrance): number =>
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

/** Everybody first, then by the gravest way in, the most that may be done, and the number of ways in. */
const byDanger = (one: RatedOutsider, other: RatedOutsider): number =>
  Number(other.kind === "everybody") - Number(one.kind === "everybody") ||
  gradeRank(one.grade) - gradeRank(other.grade) ||
  powerRank(one.power) - powerRank(other.power) ||
  other.entrances.length - one.entrances.length ||
  compare(one.name, other.name) ||
  compare(one.id, other.id);

export const ratedOutsiders = (outsiders: readonly Outsider[]): RatedOutsider[] => outsiders.map(rate).sort(byDanger);

const holds = (text: string, q: string): boolean => text.toLowerCase().includes(q.toLowerCase());

const tells = ({ name, id, entrances }: Outsider, q: string): boolean =>
  holds(name, q) ||
  holds(id, q) ||
  entrances.some(
    (entrance) => holds(entrance.roleName, q) || holds(entrance.accountName, q) || entrance.awsAccountId === q,
  );

/** Those that an address asks for: by the gravest way in, the kind, and a part of any name. */
export function chosenOutsiders(
  outsiders: readonly RatedOutsider[],
  { grade, kind, q }: Pick<TrustMapFilters, "grade" | "kind" | "q">,
): RatedOutsider[] {
  return outsiders.filter(
    (outsider) =>
      (grade === null || outsider.grade === grade) &&
      (kind === null || outsider.kind === kind) &&
      (q === null || tells(outsider, q)),
  );
}

/** The ways in of one outsider, account by account, the gravest first. */
export function byAccount(entrances: readonly Entrance[]): EntrancesOfAccount[] {
  const grouped = Map.groupBy(entrances.toSorted(byGravity), ({ awsAccountId }) => awsAccountId);
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

/** How many outsiders can enter each account, by the gravest of their ways into that one; the worst account first. */
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

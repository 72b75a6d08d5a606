import { type AccountApiCalls, MS_PER_DAY, type ScanKind } from "@rolecall/domain";

export type CallRow = {
  key: string;
  kind: ScanKind;
  /** Empty: all together. */
  actions: string[];
  /** In the last landed scan of this kind. */
  calls: number;
  /** The published budget; null: they are not in it. */
  budget: string | null;
};

type LastScan = AccountApiCalls["lastScans"][number];

function rowsOf(scan: LastScan, budget: AccountApiCalls["budget"]): CallRow[] {
  const { kind } = scan;
  const left = new Map(Object.entries(scan.byAction));
  const rows = budget
    .filter((line) => line.kind === kind)
    .map(({ actions, calls: published }): CallRow => {
      const counted = actions.length > 0 ? actions : [...left.keys()];
      const calls = counted.reduce((sum, action) => sum + (left.get(action) ?? 0), 0);
      for (const action of counted) left.delete(action);
      return { key: `${kind} ${actions.join(" ")}`, kind, actions, calls, budget: published };
    });
  const others = [...left].map(
    ([action, calls]): CallRow => ({ key: `${kind} ${action}`, kind, actions: [action], calls, budget: null }),
  );
  return [...rows, ...others];
}

/** The calls of the last scan of each kind, beside the published budget. */
export const callRows = ({ lastScans, budget }: AccountApiCalls): CallRow[] =>
  lastScans.flatMap((scan) => rowsOf(scan, budget));

export type DayOfCalls = AccountApiCalls["days"][number];

/** The last days up to today. A day that is not listed had no calls. */
export function withoutGaps(days: readonly DayOfCalls[], now: Date, amount: number): DayOfCalls[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: amount }, (_, index) => {
    const day = new Date(now.getTime() - (amount - 1 - index) * MS_PER_DAY).toISOString().slice(0, 10);
    return byDay.get(day) ?? { day, total: 0, throttled: 0 };
  });
}

import { z } from "zod";
import { AsOf } from "../../inventory/credential.ts";
import { PageInput } from "../../primitives.ts";
import type { MigrationStage } from "../stages/stage.ts";
import { ownerKey, shownSpelling } from "./owner-spellings.ts";

/** How the users of one owner stand, all spellings of it together. */
export const OwnerStanding = z.object({
  owner: z.string().nullable().describe("The spelling that is used most; null: nobody is named"),
  key: z.string().describe("What its spellings have in common; empty: nobody is named"),
  spellings: z.array(z.object({ owner: z.string(), users: z.int() })).describe("The one that is used most first"),
  users: z.int().describe("All users that have or had something to migrate"),
  moved: z.int().describe("Those whose user is gone and whose work a role took over"),
  retired: z.int().describe("Those that needed no successor"),
  excepted: z.int().describe("Those that stay, by an exception"),
  left: z.int().describe("The rest, those that are blocked among them"),
  blocked: z.int(),
  overdue: z.int().describe("Those of the rest whose due date has passed"),
});
export type OwnerStanding = z.infer<typeof OwnerStanding>;

export const ListOwnersInput = PageInput.extend({ asOf: AsOf });
export type ListOwnersInput = z.infer<typeof ListOwnersInput>;

/** How many users of one spelling stand at a stage. */
export type OwnersUsers = { owner: string | null; stage: MigrationStage; users: number; overdue: number };

type Sum = "moved" | "retired" | "excepted" | "left";
/** Beside these, everything is left. */
const SUMS: Partial<Record<MigrationStage, Sum>> = {
  ...{ removed: "moved", verified: "moved" },
  ...{ retired: "retired", excepted: "excepted" },
};

const sum = (rows: readonly OwnersUsers[], of: (row: OwnersUsers) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

function standingOf(key: string, rows: readonly OwnersUsers[]): OwnerStanding {
  const bySpelling = Map.groupBy(rows, ({ owner }) => owner ?? "");
  const counts = new Map([...bySpelling].map(([owner, some]) => [owner, sum(some, ({ users }) => users)]));
  const first = shownSpelling(counts);
  const others = [...counts].filter(([owner]) => owner !== first).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const spellings = [[first, counts.get(first) ?? 0] as const, ...others].filter(([owner]) => owner !== "");
  const at = (of: Sum) => sum(rows, ({ stage, users }) => ((SUMS[stage] ?? "left") === of ? users : 0));
  return {
    ...{ owner: first || null, key, spellings: spellings.map(([owner, users]) => ({ owner, users })) },
    users: sum(rows, ({ users }) => users),
    ...{ moved: at("moved"), retired: at("retired"), excepted: at("excepted"), left: at("left") },
    blocked: sum(rows, ({ stage, users }) => (stage === "blocked" ? users : 0)),
    overdue: sum(rows, ({ overdue }) => overdue),
  };
}

const byWhatIsLeft = (a: OwnerStanding, b: OwnerStanding): number =>
  Number(a.key !== "") - Number(b.key !== "") || b.left - a.left || (a.key < b.key ? -1 : 1);

/** How owners stand, their spellings merged: nobody first, then whoever has most left to do. */
export const ownerStandings = (rows: readonly OwnersUsers[]): OwnerStanding[] =>
  [...Map.groupBy(rows, ({ owner }) => (owner === null ? "" : ownerKey(owner)))]
    .map(([key, some]) => standingOf(key, some))
    .sort(byWhatIsLeft);

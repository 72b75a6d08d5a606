import { owners } from "@rolecall/db";
import { AppError, type ListOwnersInput, type OwnerStanding, ownerStandings, type Page } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { readInventory } from "../inventory/read-inventory.ts";

/** Where a page begins: after the owner of this key. */
function startOf(standings: readonly OwnerStanding[], cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  const index = standings.findIndex((standing) => standing.key === key);
  if (index < 0)
    throw new AppError("INVALID", "cursor: not a cursor of this list; start again from the first page", {
      details: { field: "cursor" },
    });
  return index + 1;
}

/**
 * One page of the owners with how their users stand, spellings of one owner merged: nobody first, then whoever has most left.
 *
 * @throws AppError INVALID for a cursor of another list, or a future `asOf`
 */
export const listOwners = (ctx: Ctx, { asOf, cursor, limit }: ListOwnersInput): Promise<Page<OwnerStanding>> =>
  readInventory(ctx, { asOf }, async (tx) => {
    const standings = ownerStandings(await owners.countOwnersUsers(tx, { at: asOf ?? ctx.now(), asOf }));
    const from = startOf(standings, cursor);
    const items = standings.slice(from, from + limit);
    const last = from + limit < standings.length ? items.at(-1) : undefined;
    return { items, nextCursor: last ? Buffer.from(last.key).toString("base64url") : null };
  });

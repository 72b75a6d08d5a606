import { inventory, rotation as lives } from "@rolecall/db";
import { type FindInput, type RotationHistory, rotationHistory } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "../inventory/read-inventory.ts";

/**
 * The rotations of a user's access keys, keys that are gone included, as known now or at an instant.
 *
 * @throws AppError NOT_FOUND, INVALID for a future `asOf`
 */
export const getRotationHistory = (ctx: Ctx, input: FindInput): Promise<RotationHistory> =>
  readInventory(ctx, input, async (tx) => {
    const now = ctx.now();
    const user = found(await inventory.findUser(tx, input.id, now, input.asOf), "user");
    return rotationHistory({
      userId: user.id,
      ...(await lives.readRotationFacts(tx, user.id, { now, asOf: input.asOf })),
    });
  });

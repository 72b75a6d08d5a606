import { rotation } from "@rolecall/db";
import { type FindInput, type UsagePattern, usagePattern } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "../inventory/read-inventory.ts";

/**
 * How often a credential is used and from when it may be deactivated, as known now or at an instant.
 *
 * @throws AppError NOT_FOUND, INVALID for a future `asOf`
 */
export const getUsagePattern = async (ctx: Ctx, input: FindInput): Promise<UsagePattern> => {
  const instants = { now: ctx.now(), asOf: input.asOf };
  const facts = await readInventory(ctx, input, (tx) => rotation.findUsageFacts(tx, input.id, instants));
  return usagePattern(found(facts, "credential"));
};

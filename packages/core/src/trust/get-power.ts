import { inventory, type TenantTx, trust } from "@rolecall/db";
import { type FindInput, type IamRole, type IamUser, jumpsOf, type Powers, type PowerView } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "../inventory/read-inventory.ts";

/** The reason with the roles of other accounts: those are known as they are now, so that of then only the accounts are named. */
async function explain(
  tx: TenantTx,
  powers: Powers,
  principal: IamUser | IamRole,
  asOf: Date | undefined,
): Promise<PowerView> {
  const jumps = jumpsOf(powers.assumableBy(principal), principal.awsAccountId);
  const { ownAccountIds } = await trust.readTrustMapContext(tx);
  const elsewhere =
    asOf || jumps.length === 0
      ? []
      : await trust.listRolesElsewhere(tx, { awsAccountId: principal.awsAccountId, jumps });
  return powers.explain(principal, { elsewhere, connected: ownAccountIds });
}

/**
 * What a user may do in its account, now or at an instant, and why: by its own policies and groups, or by a role that it may become; and
 * which roles of other accounts it may go on to.
 *
 * @throws AppError NOT_FOUND, INVALID for a future `asOf`
 */
export const getPowerOfUser = (ctx: Ctx, input: FindInput): Promise<PowerView> =>
  readInventory(ctx, input, async (tx) => {
    const user = found(await inventory.findUser(tx, input.id, ctx.now(), input.asOf), "user");
    const powers = await inventory.readPowers(tx, { awsAccountId: user.awsAccountId, asOf: input.asOf }, [user]);
    return explain(tx, powers, user, input.asOf);
  });

/** The same of a role. @throws AppError NOT_FOUND, INVALID for a future `asOf` */
export const getPowerOfRole = (ctx: Ctx, input: FindInput): Promise<PowerView> =>
  readInventory(ctx, input, async (tx) => {
    const role = found(await inventory.findRole(tx, input.id, input.asOf), "role");
    const powers = await inventory.readPowers(tx, { awsAccountId: role.awsAccountId, asOf: input.asOf }, [role]);
    return explain(tx, powers, role, input.asOf);
  });

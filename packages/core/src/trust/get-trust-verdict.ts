import { inventory, trust } from "@rolecall/db";
import { type FindInput, gradeTrust, type TrustVerdict } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { readInventory } from "../inventory/read-inventory.ts";

const notJudged = (awsAccountId: string, asOf: Date | undefined): TrustVerdict => ({
  grade: "unknown",
  sentence: asOf
    ? `Account ${awsAccountId} had not been judged by ${asOf.toISOString()}, so nothing is known of who may enter through this role.`
    : `Account ${awsAccountId} has not been judged yet. It will be with its next scan.`,
  principals: [],
  recommendedPolicy: null,
  lockedOut: [],
  callers: [],
  advice: [],
});

/**
 * The verdict on the trust policy of one role, now or at an instant, by the context of the account's last judgement until then. Before
 * any judgement the grade is unknown.
 *
 * @throws AppError NOT_FOUND, INVALID for a future `asOf`
 */
export const getTrustVerdict = (ctx: Ctx, input: FindInput): Promise<TrustVerdict> =>
  readInventory(ctx, input, async (tx) => {
    const role = found(await inventory.findRole(tx, input.id, input.asOf), "role");
    const { context, providers } = await trust.readTrustEvidence(tx, role, input.asOf);
    if (!context) return notJudged(role.awsAccountId, input.asOf);
    const powers = await inventory.readPowers(tx, { awsAccountId: role.awsAccountId, asOf: input.asOf }, [role]);
    return gradeTrust(role, powers.ofRole(role), context, providers);
  });

import { inventory, trail, trust } from "@rolecall/db";
import { createPowers, type FindInput, gradeTrust, type TrustVerdict } from "@rolecall/domain";
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
 * any judgement the grade is unknown. Who was seen to assume the role, by lookups in CloudTrail, changes what is recommended only.
 *
 * @throws AppError NOT_FOUND, INVALID for a future `asOf`
 */
export const getTrustVerdict = (ctx: Ctx, input: FindInput): Promise<TrustVerdict> =>
  readInventory(ctx, input, async (tx) => {
    const role = found(await inventory.findRole(tx, input.id, input.asOf), "role");
    const { context, policies, providers } = await trust.readTrustEvidence(tx, role, input.asOf);
    if (!context) return notJudged(role.awsAccountId, input.asOf);
    const callers = await trail.listRoleCallers(tx, { arn: role.arn, asOf: input.asOf });
    const power = createPowers({ policies, groups: [] }).ofRole(role);
    return gradeTrust(role, power, context, providers, { callers, lastUsedAt: role.lastUsedAt });
  });

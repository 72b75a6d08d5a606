import { inventory, trail, trust } from "@rolecall/db";
import {
  type FindInput,
  gradeTrust,
  IAM_QUOTAS,
  pagePrincipals,
  type RoleTrust,
  type TrustVerdict,
} from "@rolecall/domain";
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

/** A policy that landed before quotas were kept to may be beyond them: it counts as one that could not be read. */
function readable<Role extends { trust: { document: unknown } }>(role: Role): Role {
  const isWithin = JSON.stringify(role.trust.document ?? null).length <= IAM_QUOTAS.trustPolicy.largest;
  return isWithin ? role : { ...role, trust: { ...role.trust, document: null } };
}

/**
 * The verdict on the trust policy of one role, now or at an instant, by the context of the account's last judgement until then. Before
 * any judgement the grade is unknown. Who was seen to assume the role, by lookups in CloudTrail, changes what is recommended only.
 *
 * @throws AppError NOT_FOUND, INVALID for a future `asOf` or a cursor that is none
 */
export const getTrustVerdict = (
  ctx: Ctx,
  input: FindInput & { cursor?: string | undefined; limit?: number | undefined },
): Promise<RoleTrust> =>
  readInventory(ctx, input, async (tx) => {
    const role = readable(found(await inventory.findRole(tx, input.id, input.asOf), "role"));
    const { context, providers } = await trust.readTrustEvidence(tx, role, input.asOf);
    if (!context) return pagePrincipals(notJudged(role.awsAccountId, input.asOf), input);
    const powers = await inventory.readPowers(tx, { awsAccountId: role.awsAccountId, asOf: input.asOf }, [role]);
    const callers = await trail.listRoleCallers(tx, { arn: role.arn, asOf: input.asOf });
    const observed = { callers, lastUsedAt: role.lastUsedAt };
    return pagePrincipals(gradeTrust(role, powers.ofRole(role), context, providers, observed), input);
  });

import { trust } from "@rolecall/db";
import { buildChains, type RoleChain, type TrustMap, type TrustMapInput } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

const touches = (chain: RoleChain, awsAccountId: string): boolean =>
  chain.steps.some((step) => step.awsAccountId === awsAccountId);

const NOBODY = {
  counts: { critical: 0, weak: 0, unknown: 0, ok: 0, entrances: 0, accounts: 0 },
  accounts: [],
};

/**
 * Who outside can enter which account of the tenant, and the ways that go on over roles of several accounts; of one account: the ways
 * into it, and those of the listed chains that pass through it. By what each role's last judgement kept of it (`waysOfRole`), for the
 * accounts that are connected and the tenant's own now.
 *
 * Left out are service-linked roles and those of Identity Center. Every list is bounded; what is beyond is counted.
 */
export const getTrustMap = (ctx: Ctx, input: TrustMapInput): Promise<TrustMap> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const context = await trust.readTrustMapContext(tx);
    const { awsAccountId } = input;
    const listed = await trust.listOutsiders(tx, { context, ...input });
    const { counts, accounts } = (await trust.countOutsiders(tx, { context, awsAccountId })) ?? NOBODY;
    const { roles, leftOut } = await trust.listChainRoles(tx, context);
    const { chains, chainsLeftOut } = buildChains(roles);
    return {
      outsiders: listed.map(({ matching: _, ...outsider }) => outsider),
      outsiderCount: listed[0]?.matching ?? 0,
      counts,
      accounts,
      chains: awsAccountId ? chains.filter((chain) => touches(chain, awsAccountId)) : chains,
      chainsLeftOut,
      chainRolesLeftOut: leftOut,
      unread: await trust.countUnreadRoles(tx, awsAccountId),
    };
  });

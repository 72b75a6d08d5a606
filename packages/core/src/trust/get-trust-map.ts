import { type TenantTx, trust } from "@rolecall/db";
import {
  buildTrustMap,
  chainCandidates,
  createPowers,
  namedRoleArns,
  type RoleChain,
  type TrustMap,
  type TrustMapInput,
  type TrustMapRole,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";

const PAGE_ROLES = 5_000;
/** Inline policies may have 10 KB a role. */
const PAGE_POLICIES = 500;

/** Services' own roles are only read where another role names them: from there a way to other accounts may begin. */
async function readNamedRoles(tx: TenantTx, roles: readonly trust.MappedRole[]): Promise<trust.MappedRole[]> {
  const known = new Set(roles.map(({ arn }) => arn));
  return trust.listRolesByArn(
    tx,
    namedRoleArns(roles).filter((arn) => !known.has(arn)),
  );
}

async function readMappedRoles(tx: TenantTx): Promise<trust.MappedRole[]> {
  const roles: trust.MappedRole[] = [];
  for (;;) {
    const page = await trust.listMappedRoles(tx, { after: roles.at(-1)?.id ?? null, limit: PAGE_ROLES });
    for (const role of page) roles.push(role);
    if (page.length < PAGE_ROLES) return [...roles, ...(await readNamedRoles(tx, roles))];
  }
}

/** What each of these roles of one account may ask to assume, by its policies. */
async function assumableOf(tx: TenantTx, awsAccountId: string, ids: readonly string[]) {
  const assumable = new Map<string, readonly string[]>();
  for (let start = 0; start < ids.length; start += PAGE_POLICIES) {
    const roles = await trust.readRoles(tx, ids.slice(start, start + PAGE_POLICIES));
    const arns = new Set(
      roles.flatMap((role) => [
        ...role.attachedPolicyArns,
        ...(role.permissionsBoundaryArn ? [role.permissionsBoundaryArn] : []),
      ]),
    );
    const policies = await trust.readPolicies(tx, { awsAccountId, arns: [...arns] });
    const powers = createPowers({ awsAccountId, policies, groups: [] });
    for (const role of roles) assumable.set(role.id, powers.assumableBy(role));
  }
  return assumable;
}

async function withAssumable(tx: TenantTx, roles: readonly trust.MappedRole[]): Promise<TrustMapRole[]> {
  const candidates = chainCandidates(roles);
  const idsOf = Map.groupBy(
    roles.filter(({ id }) => candidates.has(id)),
    ({ awsAccountId }) => awsAccountId,
  );
  const assumable = new Map<string, readonly string[]>();
  for (const [awsAccountId, ofAccount] of idsOf) {
    const ids = ofAccount.map(({ id }) => id);
    for (const [id, arns] of await assumableOf(tx, awsAccountId, ids)) assumable.set(id, arns);
  }
  return roles.map((role) => ({ ...role, assumableArns: assumable.get(role.id) ?? [] }));
}

const touches = (chain: RoleChain, awsAccountId: string): boolean =>
  chain.steps.some((step) => step.awsAccountId === awsAccountId);

/**
 * Who outside can enter which account of the tenant, and the ways that go on over roles of several accounts; of one account: the ways
 * into it, and those of the listed chains that pass through it. By the present inventory of connected accounts.
 *
 * Left out are service-linked roles, those of Identity Center, and those that let in services of AWS alone and are named by no other
 * role. What a role's own policies let it assume is looked at only where a way can go on from it.
 */
export const getTrustMap = (ctx: Ctx, { awsAccountId }: TrustMapInput): Promise<TrustMap> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const context = await trust.readTrustMapContext(tx);
    const roles = await withAssumable(tx, await readMappedRoles(tx));
    const map = buildTrustMap(roles, context);
    if (!awsAccountId) return map;
    const ofAccount = roles.filter((role) => role.awsAccountId === awsAccountId);
    const { outsiders, unread } = buildTrustMap(ofAccount, context);
    return { ...map, outsiders, unread, chains: map.chains.filter((chain) => touches(chain, awsAccountId)) };
  });

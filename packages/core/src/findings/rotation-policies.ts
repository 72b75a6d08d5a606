import { isDeepStrictEqual } from "node:util";
import { findings, rotation, type TenantTx } from "@rolecall/db";
import {
  checkRotationPolicies,
  DEFAULT_ROTATION_POLICIES,
  placesInPolicies,
  type RotationPolicies,
  type RotationPoliciesView,
  refuseUnknownPlace,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

const view = (row: rotation.RotationPoliciesRow | null): RotationPoliciesView => {
  const { policies, setAt, setBy } = row ?? { policies: DEFAULT_ROTATION_POLICIES, setAt: null, setBy: null };
  return { ...policies, setAt, setBy };
};

/** The tenant's rotation policies; the defaults, if nobody has set any. */
export const getRotationPolicies = (ctx: Ctx): Promise<RotationPoliciesView> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => view(await rotation.findRotationPolicies(tx)));

async function checkPlaces(tx: TenantTx, policies: RotationPolicies): Promise<void> {
  const { awsAccountIds, unitIds } = placesInPolicies(policies);
  const unknown = await rotation.unknownPlaces(tx, {
    awsAccountIds: [...awsAccountIds.keys()],
    unitIds: [...unitIds.keys()],
  });
  refuseUnknownPlace(awsAccountIds, unknown.awsAccountIds, "account");
  refuseUnknownPlace(unitIds, unknown.unitIds, "organisational unit");
}

/** Only what is absent is left out, as JSON does: what is set twice is compared as it is kept. */
const asKept = (policies: RotationPolicies): unknown => JSON.parse(JSON.stringify(policies));

/**
 * Sets the tenant's rotation policies as a whole; those before stay on record, and all accounts are judged again soon. What holds
 * already is not written again.
 *
 * @throws AppError INVALID that names the field of what contradicts itself, or of an account or unit that the tenant does not know
 */
export async function setRotationPolicies(ctx: Ctx, input: RotationPolicies): Promise<RotationPoliciesView> {
  const policies: RotationPolicies = { human: input.human, machine: input.machine, overrides: input.overrides };
  checkRotationPolicies(policies);
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await rotation.lockRotationPolicies(tx);
    await checkPlaces(tx, policies);
    const before = await rotation.findRotationPolicies(tx);
    const { policies: held } = before ?? { policies: DEFAULT_ROTATION_POLICIES };
    if (isDeepStrictEqual(asKept(held), asKept(policies))) return view(before);
    // History is in order, even if this machine's clock is behind that of the one before.
    const setAt = new Date(Math.max(ctx.now().getTime(), (before?.setAt.getTime() ?? 0) + 1));
    const row = { policies, setAt, setBy: ctx.actor.label };
    await rotation.insertRotationPolicies(tx, ctx.tenantId, row);
    await findings.judgeSoon(tx, ctx.now());
    await audit(ctx, tx, "rotation_policies.set", ctx.tenantId, { before: held, after: policies });
    return view(row);
  });
}

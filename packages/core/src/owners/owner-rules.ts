import { findings, owners, type TenantTx } from "@rolecall/db";
import {
  AppError,
  type CreateOwnerRuleInput,
  isSame,
  MAX_OWNER_RULES,
  type OwnerRule,
  type OwnerRuleView,
  type UpdateOwnerRuleInput,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";

/** The rules by which users get their owners, in their order, now or as of an instant. */
export const listOwnerRules = (ctx: Ctx, { asOf }: { asOf?: Date | undefined }): Promise<{ items: OwnerRuleView[] }> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => ({ items: await owners.readOwnerRules(tx, asOf) }));

/** The rules with one at its place, from 1; the others move along. */
export function withRuleAt(rules: readonly OwnerRule[], rule: OwnerRule, number: number): OwnerRule[] {
  const others = rules.filter(({ id }) => id !== rule.id);
  return others.toSpliced(Math.min(number, others.length + 1) - 1, 0, rule);
}

const contentOf = ({ id, match, owner, number }: Omit<OwnerRuleView, "setAt" | "setBy">) => ({
  id,
  match,
  owner,
  number,
});

/** Brings the rules to what they shall be. Only those that are others, or stand elsewhere, are written; all users are judged again soon. */
async function setRules(
  ctx: Ctx,
  tx: TenantTx,
  { before, after, lastAt }: { before: readonly OwnerRuleView[]; after: readonly OwnerRule[]; lastAt: Date | null },
): Promise<void> {
  const known = new Map(before.map((rule) => [rule.id, contentOf(rule)]));
  const numbered = after.map((rule, index) => contentOf({ ...rule, number: index + 1 }));
  const begun = numbered.filter((rule) => !isSame(known.get(rule.id), rule));
  const staying = new Set(numbered.map(({ id }) => id));
  const endedIds = [...begun.map(({ id }) => id), ...before.flatMap(({ id }) => (staying.has(id) ? [] : [id]))];
  if (endedIds.length === 0) return;
  // History is in order, even if this machine's clock is behind that of the change before.
  const at = new Date(Math.max(ctx.now().getTime(), (lastAt?.getTime() ?? 0) + 1));
  await owners.replaceOwnerRules(tx, { endedIds, begun }, { at, by: ctx.actor.label });
  await findings.judgeSoon(tx, ctx.now());
}

const ruleOf = async (tx: TenantTx, id: string): Promise<OwnerRuleView> =>
  found((await owners.readOwnerRules(tx)).find((rule) => rule.id === id) ?? null, "owner rule");

/**
 * Sets a rule. Users that it fits follow within a minute, unless a plan, an assignment by hand or an earlier rule says otherwise.
 *
 * @throws AppError CONFLICT if there are too many rules
 */
export const createOwnerRule = (ctx: Ctx, input: CreateOwnerRuleInput): Promise<OwnerRuleView> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const lastAt = await owners.lockOwnerRules(tx);
    const before = await owners.readOwnerRules(tx);
    if (before.length >= MAX_OWNER_RULES)
      throw new AppError("CONFLICT", `There are ${MAX_OWNER_RULES} rules already; end one first`);
    const { match, owner, number = before.length + 1 } = input;
    const rule = { id: ctx.newId(), match, owner };
    await setRules(ctx, tx, { before, after: withRuleAt(before, rule, number), lastAt });
    await audit(ctx, tx, "owner_rule.created", rule.id, { match, owner, number });
    return ruleOf(tx, rule.id);
  });

/** Changes a rule, or moves it; what it was stays on record. @throws AppError NOT_FOUND */
export const updateOwnerRule = (ctx: Ctx, { id, ...input }: UpdateOwnerRuleInput): Promise<OwnerRuleView> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const lastAt = await owners.lockOwnerRules(tx);
    const before = await owners.readOwnerRules(tx);
    const held = found(before.find((rule) => rule.id === id) ?? null, "owner rule");
    const { match = held.match, owner = held.owner, number = held.number } = input;
    await setRules(ctx, tx, { before, after: withRuleAt(before, { id, match, owner }, number), lastAt });
    const rule = await ruleOf(tx, id);
    if (!isSame(contentOf(held), contentOf(rule)))
      await audit(ctx, tx, "owner_rule.updated", id, { before: contentOf(held), after: contentOf(rule) });
    return rule;
  });

/** Ends a rule; it stays on record. @throws AppError NOT_FOUND */
export const endOwnerRule = (ctx: Ctx, { id }: { id: string }): Promise<OwnerRuleView> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const lastAt = await owners.lockOwnerRules(tx);
    const before = await owners.readOwnerRules(tx);
    const held = found(before.find((rule) => rule.id === id) ?? null, "owner rule");
    await setRules(ctx, tx, { before, after: before.filter((rule) => rule.id !== id), lastAt });
    const { match, owner, number } = held;
    await audit(ctx, tx, "owner_rule.ended", id, { match, owner, number });
    return held;
  });

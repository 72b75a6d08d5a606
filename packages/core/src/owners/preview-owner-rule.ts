import { owners } from "@rolecall/db";
import { type OwnerRulePreview, type PreviewOwnerRuleInput, previewRule } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { withRuleAt } from "./owner-rules.ts";

/** What a rule would do if it were set now: how many users it would take, and whose they are. Nothing is written. */
export const previewOwnerRule = (ctx: Ctx, input: PreviewOwnerRuleInput): Promise<OwnerRulePreview> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const before = await owners.readOwnerRules(tx);
    const { match, owner } = input;
    const rule = { id: input.id ?? ctx.newId(), match, owner };
    const number = input.number ?? before.find(({ id }) => id === rule.id)?.number ?? before.length + 1;
    return previewRule(rule, {
      before,
      after: withRuleAt(before, rule, number),
      users: await owners.readOwnedUsers(tx, match),
      decided: await owners.readDecidedOwners(tx, {}, ctx.now()),
    });
  });

import type { MigrationPlan } from "./migration.ts";
import type { Proposal } from "./target/propose-target.ts";
import type { MigrationTarget } from "./target/target.ts";

/** What has come to be known since a target was accepted, and speaks for another one. */
export type Contradiction = { proposedThen: MigrationTarget; proposedNow: MigrationTarget };

/** Whether evidence that came after the decision speaks against it; that evidence has become thin does not. Null: it does not. */
export function contradictionOf(
  plan: Pick<MigrationPlan, "target" | "proposedTarget"> | null,
  proposal: Pick<Proposal, "target"> | null,
): Contradiction | null {
  if (!plan || !proposal || proposal.target === "ask_owner") return null;
  if (proposal.target === plan.target || proposal.target === plan.proposedTarget) return null;
  return { proposedThen: plan.proposedTarget, proposedNow: proposal.target };
}

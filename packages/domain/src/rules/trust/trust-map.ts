import type { RoleKind } from "../../inventory/role.ts";
import type { JudgementContext } from "../../judgement/judged.ts";
import type { Power, TrustGrade } from "../../judgement/trust-grade.ts";
import type { TrustMap } from "../../judgement/trust-map.ts";
import type { TrustSummary } from "../trust-summary.ts";

/** A role as the map needs it. `assumableArns`: what its own policies let it sts:AssumeRole, wildcards included. */
export type TrustMapRole = {
  id: string;
  roleName: string;
  arn: string;
  awsAccountId: string;
  accountName: string;
  kind: RoleKind;
  trust: TrustSummary;
  grade: TrustGrade;
  power: Power;
  assumableArns: readonly string[];
};
export type TrustMapContext = Pick<JudgementContext, "organizationIds" | "ownAccountIds">;

export function buildTrustMap(roles: readonly TrustMapRole[], _context: TrustMapContext): TrustMap {
  return { outsiders: [], chains: [], unread: roles.filter((role) => role.trust.document === null).length };
}

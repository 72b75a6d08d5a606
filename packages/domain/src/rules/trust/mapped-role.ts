import type { RoleKind } from "../../inventory/role.ts";
import type { JudgementContext } from "../../judgement/judged.ts";
import type { Power, TrustGrade } from "../../judgement/trust-grade.ts";
import type { Entrance } from "../../judgement/trust-map.ts";
import type { TrustSummary } from "../../policy/trust-summary.ts";
import type { FoundOutsider } from "./outsiders.ts";
import type { TrustSurroundings } from "./trust-assessment.ts";
import type { ReadTrust } from "./trust-statements.ts";

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

/** A role with its trust policy read and whoever stands outside and may come in by it. */
export type MappedRole = TrustMapRole & {
  read: ReadTrust;
  outsiders: readonly FoundOutsider[];
  surroundings: TrustSurroundings;
};

export const entranceOf = (
  { id, roleName, awsAccountId, accountName, grade, power }: TrustMapRole,
  requiresExternalId: boolean | null,
): Entrance => ({ roleId: id, roleName, awsAccountId, accountName, grade, power, requiresExternalId });

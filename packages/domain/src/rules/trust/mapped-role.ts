import { z } from "zod";
import { IamRole } from "../../inventory/role.ts";
import { TrustGrade } from "../../inventory/trust-grade.ts";
import { JudgementContext } from "../../judgement/judged.ts";
import type { Entrance } from "../../judgement/trust-map.ts";
import { TrustSummary } from "../../policy/trust-summary.ts";
import type { FoundOutsider } from "./outsiders.ts";
import type { TrustSurroundings } from "./trust-assessment.ts";
import type { ReadTrust } from "./trust-statements.ts";

/** A role as the map needs it. */
export const TrustMapRole = IamRole.pick({
  id: true,
  roleName: true,
  arn: true,
  awsAccountId: true,
  accountName: true,
  kind: true,
  power: true,
}).extend({
  trust: TrustSummary,
  grade: TrustGrade,
  assumableArns: z
    .array(z.string())
    .readonly()
    .describe("What its own policies let it sts:AssumeRole, wildcards included"),
});
export type TrustMapRole = z.infer<typeof TrustMapRole>;
export const TrustMapContext = JudgementContext.pick({ organizationIds: true, ownAccountIds: true });
export type TrustMapContext = z.infer<typeof TrustMapContext>;

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

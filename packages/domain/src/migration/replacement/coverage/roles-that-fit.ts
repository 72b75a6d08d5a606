import { z } from "zod";
import type { TrustGrade } from "../../../inventory/trust-grade.ts";
import type { Partition } from "../../../primitives.ts";
import type { MigrationTarget } from "../../target/target.ts";
import type { HeldPermissions, ObservedPermissions } from "../permissions/facts.ts";
import { readUsedActions } from "../permissions/used-actions.ts";
import { admitsWorkload, type TrustingRole } from "./admits.ts";
import { Coverage, coverageOf } from "./coverage.ts";
import { Excess, excessOf } from "./excess.ts";

/** A role of the user's account that may take the user's place. */
export type CandidateRole = HeldPermissions & TrustingRole & { roleArn: string; trustGrade: TrustGrade };

export const FittingRole = z.object({
  roleArn: z.string(),
  admits: z
    .boolean()
    .nullable()
    .describe("Whether it lets the workload in; null: that depends on what only the owner knows"),
  coverage: Coverage,
  excess: Excess,
});
export type FittingRole = z.infer<typeof FittingRole>;

export type RolesInput = {
  target: MigrationTarget;
  awsAccountId: string;
  partition: Partition;
  /** What the owner has told of the workload, such as the repository. */
  values: Readonly<Record<string, string>>;
  user: HeldPermissions;
  observed: ObservedPermissions;
  roles: readonly CandidateRole[];
};

/** Certain ones first; then what changes least beyond what was used, then what reads least, then by name. */
const rankOf = ({ admits, coverage, excess }: FittingRole): readonly number[] => [
  Number(admits !== true) + Number(coverage.covers !== true),
  excess.writes,
  excess.reads,
];

function inOrder(one: FittingRole, other: FittingRole): number {
  const [a, b] = [rankOf(one), rankOf(other)];
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? (one.roleArn < other.roleArn ? -1 : 1) : (a[at] ?? 0) - (b[at] ?? 0);
}

/**
 * Existing roles that may take a user's place, the best first: graded ok, letting the workload in, allowed what was used, and as little
 * as possible beyond. Roles that certainly do not fit are left out.
 */
export function rolesThatFit({
  target,
  awsAccountId,
  partition,
  values,
  user,
  observed,
  roles,
}: RolesInput): FittingRole[] {
  const used = readUsedActions(observed);
  return roles
    .filter(({ trustGrade }) => trustGrade === "ok")
    .map((role) => ({ role, admits: admitsWorkload(role, target, { awsAccountId, partition }, values) }))
    .filter(({ admits }) => admits !== false)
    .map(({ role, admits }) => ({
      roleArn: role.roleArn,
      admits,
      coverage: coverageOf({ observed, user, replacement: role }),
      excess: excessOf(role, used),
    }))
    .filter(({ coverage }) => coverage.covers !== false)
    .sort(inOrder);
}

import { z } from "zod";
import { ConnectionCheck } from "../accounts/connection.ts";
import { Instant } from "../primitives.ts";
import { MemberStatus, OrganizationAccount, OrganizationAccountState } from "./organization.ts";

/**
 * A check of a member as it is kept. `retryUntil`, on the first check of a member that was just chosen: until then a refusal is
 * taken for a role that is still on its way.
 */
export const MemberCheck = ConnectionCheck.extend({ retryUntil: z.iso.datetime().optional() });
export type MemberCheck = z.infer<typeof MemberCheck>;

/** A member account as it is kept. */
export const OrganizationMember = OrganizationAccount.pick({
  awsAccountId: true,
  name: true,
  unitIds: true,
  joinedAt: true,
  firstSeenAt: true,
  leftAt: true,
  isChosen: true,
  statusReason: true,
  verifiedAt: true,
}).extend({
  state: OrganizationAccountState.exclude(["LEFT"]),
  status: MemberStatus,
  checks: z.array(MemberCheck),
  verifyDueAt: Instant.nullable(),
});
export type OrganizationMember = z.infer<typeof OrganizationMember>;

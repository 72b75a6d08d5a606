import { z } from "zod";
import { TrustSummary } from "../policy/trust-summary.ts";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";
import { AsOf, LastUseKind, ValueSource } from "./credential.ts";
import { Power, TrustGrade } from "./trust-grade.ts";
import { InlinePolicyView, Tag } from "./user.ts";

/** What a role is for, by its path, name and trust policy. First match wins, in this order. */
export const RoleKind = z.enum(["service_linked", "identity_center", "federated", "cross_account", "service", "other"]);
export type RoleKind = z.infer<typeof RoleKind>;

export const IamRole = z.object({
  id: z.uuid(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  roleName: z.string(),
  roleId: z.string().describe("AROA...: a recreated name is a new role"),
  arn: z.string(),
  path: z.string(),
  description: z.string().nullable(),
  createdAt: Instant,
  kind: RoleKind,
  lastUse: LastUseKind.describe("`never`: not within the 400 days that AWS looks back"),
  lastUsedAt: Instant.nullable(),
  lastUsedRegion: z.string().nullable(),
  maxSessionDurationSeconds: z.number().int().nullable().describe("Null: could not be read"),
  power: Power,
  trust: z.object({ grade: TrustGrade, ...TrustSummary.omit({ unread: true }).shape }),
  attachedPolicyArns: z.array(z.string()),
  inlinePolicies: z.array(InlinePolicyView),
  instanceProfileNames: z.array(z.string()),
  permissionsBoundaryArn: z.string().nullable(),
  tags: z.array(Tag),
  firstSeenAt: Instant,
  goneAt: Instant.nullable(),
  sources: z.array(ValueSource),
});
export type IamRole = z.infer<typeof IamRole>;

export const ListRolesInput = PageInput.extend({
  awsAccountId: AwsAccountId.optional(),
  q: TypedText.max(200).optional().describe("Part of a role name"),
  kind: RoleKind.optional(),
  grade: TrustGrade.optional(),
  asOf: AsOf,
  sort: z.enum(["roleName", "-roleName", "createdAt", "-createdAt", "lastUsed", "-lastUsed"]).default("roleName"),
});
export type ListRolesInput = z.infer<typeof ListRolesInput>;

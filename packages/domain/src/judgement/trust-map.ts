import { z } from "zod";
import { Power, TrustGrade } from "../inventory/trust-grade.ts";
import { AwsAccountId } from "../primitives.ts";

/** Who stands outside: an AWS account, an identity provider's tenant, or everybody. */
export const OutsideKind = z.enum(["aws_account", "oidc", "saml", "everybody"]);

/** A role through which somebody from outside enters an account. */
export const Entrance = z.object({
  roleId: z.uuid(),
  roleName: z.string(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  grade: TrustGrade,
  power: Power,
  requiresExternalId: z.boolean().nullable().describe("Null: does not apply"),
});
export type Entrance = z.infer<typeof Entrance>;

/** So much of the map is listed; what is beyond is counted. */
export const TRUST_MAP_BOUNDS = { outsiders: 500, entrances: 25, accounts: 500, chainRoles: 1_000 } as const;

/** Somebody outside, and the ways in, the gravest first. */
export const Outsider = z.object({
  kind: OutsideKind,
  id: z.string().describe("AWS account id, issuer with subject, ARN of a SAML provider, or *"),
  name: z.string().describe("The vendor where the account is known"),
  isVendor: z.boolean(),
  grade: TrustGrade.describe("Of the gravest way in"),
  power: Power.describe("The most that may be done by any of the ways in"),
  entranceCount: z.number().int(),
  accountCount: z.number().int().describe("Accounts that the ways lead into"),
  entrances: z.array(Entrance).describe(`The first ${TRUST_MAP_BOUNDS.entrances}, the gravest first`),
});
export type Outsider = z.infer<typeof Outsider>;

/** How many outsiders can enter an account, each by its gravest way into it. */
export const EnteredAccount = z.object({
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  roles: z.number().int().describe("Roles that let them in"),
  critical: z.number().int(),
  weak: z.number().int(),
  unknown: z.number().int(),
  ok: z.number().int(),
});
export type EnteredAccount = z.infer<typeof EnteredAccount>;

/** A way over roles of several accounts: each step assumes the next role. */
export const RoleChain = z.object({
  from: z.string().describe("Who begins: an outsider's name, or an account of the tenant"),
  steps: z.array(Entrance),
  reason: z.string().describe("Which policies make it possible"),
});
export type RoleChain = z.infer<typeof RoleChain>;

/** How many outsiders there are, listed or not, by the grade of their gravest way in. */
export const OutsiderCounts = z.object({
  critical: z.number().int(),
  weak: z.number().int(),
  unknown: z.number().int(),
  ok: z.number().int(),
  entrances: z.number().int().describe("Ways in of all of them"),
  accounts: z.number().int().describe("Accounts that they can enter"),
});
export type OutsiderCounts = z.infer<typeof OutsiderCounts>;

export const TrustMap = z.object({
  outsiders: z.array(Outsider).describe(`The first ${TRUST_MAP_BOUNDS.outsiders}, the gravest first`),
  outsiderCount: z.number().int().describe("Outsiders that match, listed or not"),
  counts: OutsiderCounts.describe("Of all outsiders of the account, or of all accounts"),
  accounts: z.array(EnteredAccount).describe(`The first ${TRUST_MAP_BOUNDS.accounts}, the worst first`),
  chains: z.array(RoleChain),
  chainsLeftOut: z
    .number()
    .int()
    .describe("Further chains that were found but are not listed; there may be more of them"),
  chainRolesLeftOut: z
    .number()
    .int()
    .describe(
      `Roles that chains may go over beyond the first ${TRUST_MAP_BOUNDS.chainRoles}, which alone were looked at`,
    ),
  unread: z
    .number()
    .int()
    .describe("Roles whose trust policy could not be read, or was not looked at yet: they may let in anybody"),
});
export type TrustMap = z.infer<typeof TrustMap>;
export const TrustMapInput = z.object({
  awsAccountId: AwsAccountId.optional(),
  grade: TrustGrade.optional().describe("Lists outsiders of this gravest grade alone"),
  kind: OutsideKind.optional().describe("Lists outsiders of this kind alone"),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Lists outsiders by a part of their name, or of a role's or an account's"),
});
export type TrustMapInput = z.infer<typeof TrustMapInput>;

/** Somebody who may come in by a role, and whether that asks for an External ID. */
export const FoundOutsider = Outsider.pick({ kind: true, id: true, name: true, isVendor: true }).extend({
  requiresExternalId: z.boolean().nullable(),
});
export type FoundOutsider = z.infer<typeof FoundOutsider>;

/** Which accounts and organisations are the tenant's own. */
export const TrustMapContext = z.object({ organizationIds: z.array(z.string()), ownAccountIds: z.array(AwsAccountId) });
export type TrustMapContext = z.infer<typeof TrustMapContext>;

/** What the trust map needs of a role, kept as it was judged last. */
export const RoleWays = z.object({
  isRead: z.boolean().describe("The whole trust policy could be read"),
  isDoor: z.boolean().describe("Ways may go over it: AWS did not make it"),
  letsIn: z
    .array(z.string())
    .describe("ARNs and patterns of roles, `<account> <role>` of sessions, account numbers; `own`: all own accounts"),
  assumes: z
    .array(z.string())
    .describe("What its own policies let it sts:AssumeRole, wildcards included: the first 8,192 characters"),
  outsiders: z.array(FoundOutsider).describe("The tenant's own accounts among them"),
});
export type RoleWays = z.infer<typeof RoleWays>;

/** A role over which ways may go, with those who stand outside and may come in by it. */
export const ChainRole = Entrance.omit({ requiresExternalId: true }).extend({
  arn: z.string(),
  letsIn: z.array(z.string()),
  assumes: z.array(z.string()),
  outsiders: z.array(FoundOutsider.pick({ name: true, requiresExternalId: true })),
});
export type ChainRole = z.infer<typeof ChainRole>;

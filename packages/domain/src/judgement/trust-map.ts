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

/** Somebody outside, and all the ways in. */
export const Outsider = z.object({
  kind: OutsideKind,
  id: z.string().describe("AWS account id, issuer with subject, ARN of a SAML provider, or *"),
  name: z.string().describe("The vendor where the account is known"),
  isVendor: z.boolean(),
  entrances: z.array(Entrance),
});
export type Outsider = z.infer<typeof Outsider>;

/** A way over roles of several accounts: each step assumes the next role. */
export const RoleChain = z.object({
  from: z.string().describe("Who begins: an outsider's name, or an account of the tenant"),
  steps: z.array(Entrance),
  reason: z.string().describe("Which policies make it possible"),
});
export type RoleChain = z.infer<typeof RoleChain>;

export const TrustMap = z.object({
  outsiders: z.array(Outsider),
  chains: z.array(RoleChain),
  chainsLeftOut: z
    .number()
    .int()
    .describe("Further chains that were found but are not listed; there may be more of them"),
  unread: z.number().int().describe("Roles whose trust policy could not be read: they may let in anybody"),
});
export type TrustMap = z.infer<typeof TrustMap>;
export const TrustMapInput = z.object({ awsAccountId: AwsAccountId.optional() });
export type TrustMapInput = z.infer<typeof TrustMapInput>;

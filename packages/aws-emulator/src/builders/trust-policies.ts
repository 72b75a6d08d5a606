import type { EmulatedRole, WorldState } from "../world/model.ts";
import { roleOf } from "./entities.ts";

/** Trust policies as customers write them. */

const trust = (principal: Record<string, string>, action: string, condition?: Record<string, unknown>): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: principal, Action: action, ...(condition ? { Condition: condition } : {}) },
    ],
  });

export const trustPolicies = {
  service: (service: string) => trust({ Service: `${service}.amazonaws.com` }, "sts:AssumeRole"),
  account: (awsAccountId: string) => trust({ AWS: `arn:aws:iam::${awsAccountId}:root` }, "sts:AssumeRole"),
  vendorWithExternalId: (awsAccountId: string, externalId: string) =>
    trust({ AWS: `arn:aws:iam::${awsAccountId}:root` }, "sts:AssumeRole", {
      StringEquals: { "sts:ExternalId": externalId },
    }),
  githubActions: (awsAccountId: string, subject: string) =>
    trust(
      { Federated: `arn:aws:iam::${awsAccountId}:oidc-provider/token.actions.githubusercontent.com` },
      "sts:AssumeRoleWithWebIdentity",
      {
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        StringLike: { "token.actions.githubusercontent.com:sub": subject },
      },
    ),
};

/** The actions that read an account's users, keys, roles and what belongs to them. */
const READ_ACTIONS = [
  "account:ListRegions",
  "cloudtrail:LookupEvents",
  "iam:GenerateCredentialReport",
  "iam:GenerateServiceLastAccessedDetails",
  "iam:Get*",
  "iam:List*",
  "organizations:Describe*",
  "organizations:List*",
  "rolesanywhere:Get*",
  "rolesanywhere:List*",
  "sso:Describe*",
  "sso:Get*",
  "sso:List*",
];

/** How the reader is let in: the External ID that the role demands, and the role's name. */
export type ReaderRole = { externalId: string; roleName?: string };

/** The role by which the vendor reads an account: its trust asks for the External ID and the vendor's own role. */
export function readerRoleOf(
  vendor: WorldState["vendor"],
  { externalId, roleName = "RolecallReadOnly" }: ReaderRole,
): EmulatedRole {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${vendor.awsAccountId}:root` },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "sts:ExternalId": externalId },
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${vendor.awsAccountId}:role/${vendor.roleName}` },
    },
  };
  const permissions = { Effect: "Allow", Action: READ_ACTIONS, Resource: "*" };
  return roleOf({
    roleName,
    description: "Lets Rolecall read this account's users, credentials and roles",
    trustPolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    inlinePolicies: [
      { name: "RolecallRead", document: JSON.stringify({ Version: "2012-10-17", Statement: [permissions] }) },
    ],
  });
}

import type { DeniedBy } from "@rolecall/domain";
import { expect, it } from "vitest";
import { deniedByOf } from "./aws-errors-denied.ts";

const WHO =
  "User: arn:aws:sts::400000000001:assumed-role/RolecallReadOnly/scan is not authorized to perform: iam:ListRoles";
const SCP = "arn:aws:organizations::777788889999:policy/o-exampleorgid/service_control_policy/p-examplepolicyid123";
const OWN = "arn:aws:iam::400000000001:policy/team/no-iam";
const none: DeniedBy = { policyType: "unknown", policyArn: null, isExplicit: null, authorizationId: null };

it.each<[string, Partial<DeniedBy>]>([
  [WHO, {}],
  [`${WHO} on resource: arn:aws:iam::400000000001:role/`, {}],
  [`${WHO} with an explicit deny`, { isExplicit: true }],
  [
    `${WHO} on resource: arn:aws:iam::400000000001:role/ with an explicit deny in a service control policy`,
    { policyType: "service_control", isExplicit: true },
  ],
  [
    `${WHO} with an explicit deny in a service control policy: ${SCP}`,
    { policyType: "service_control", isExplicit: true, policyArn: SCP },
  ],
  [
    `${WHO} with an explicit deny in a service control policy: ${SCP}. Authorization ID: 0a1b2c3d-EXAMPLE`,
    { policyType: "service_control", isExplicit: true, policyArn: SCP, authorizationId: "0a1b2c3d-EXAMPLE" },
  ],
  [
    `${WHO} because no service control policy allows the iam:ListRoles action`,
    { policyType: "service_control", isExplicit: false },
  ],
  [`${WHO} with an explicit deny in a resource control policy`, { policyType: "resource_control", isExplicit: true }],
  [
    `${WHO} because no resource control policy allows the iam:ListRoles action`,
    { policyType: "resource_control", isExplicit: false },
  ],
  [
    `${WHO} because no identity-based policy allows the iam:ListRoles action`,
    { policyType: "identity", isExplicit: false },
  ],
  [
    `${WHO} because no identity-based policy allows the iam:ListRoles action (authorization ID: abc-123)`,
    { policyType: "identity", isExplicit: false, authorizationId: "abc-123" },
  ],
  [
    `${WHO} with an explicit deny in an identity-based policy: ${OWN}`,
    { policyType: "identity", isExplicit: true, policyArn: OWN },
  ],
  [
    `${WHO} because no permissions boundary allows the iam:ListRoles action`,
    { policyType: "permissions_boundary", isExplicit: false },
  ],
  [
    `${WHO} with an explicit deny in a permissions boundary: ${OWN}`,
    { policyType: "permissions_boundary", isExplicit: true, policyArn: OWN },
  ],
  [`${WHO} because no session policy allows the iam:ListRoles action`, { policyType: "session", isExplicit: false }],
  [`${WHO} with an explicit deny in a session policy`, { policyType: "session", isExplicit: true }],
  [`${WHO} because no resource-based policy allows the action`, { policyType: "resource", isExplicit: false }],
  [`${WHO} with an explicit deny in a VPC endpoint policy`, { policyType: "resource", isExplicit: true }],
  [
    `${WHO} because no role trust policy allows the sts:AssumeRole action`,
    { policyType: "resource", isExplicit: false },
  ],
  [`${WHO} with an explicit deny in the role trust policy`, { policyType: "resource", isExplicit: true }],
])("%s", (message, expected) => {
  expect(deniedByOf(message)).toEqual({ ...none, ...expected });
});

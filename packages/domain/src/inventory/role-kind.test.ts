import { expect, test } from "vitest";
import { roleKind } from "./role-kind.ts";

const OWN = "111122223333";
const OTHER = "444455556666";
const role = (path: string, ...principals: [string, string][]) => ({
  path,
  awsAccountId: OWN,
  principals: principals.map(([type, value]) => ({ type, value })),
});

test.each([
  ["a service-linked role", role("/aws-service-role/autoscaling.amazonaws.com/", ["Service", "x"]), "service_linked"],
  [
    "a permission set's role",
    role("/aws-reserved/sso.amazonaws.com/eu-west-1/", ["Federated", "arn:saml"]),
    "identity_center",
  ],
  [
    "a role for an identity provider",
    role("/", ["Federated", "arn:aws:iam::111122223333:oidc-provider/x"]),
    "federated",
  ],
  ["a role for another account", role("/", ["AWS", `arn:aws:iam::${OTHER}:root`]), "cross_account"],
  ["a role for another account's bare id", role("/", ["AWS", OTHER]), "cross_account"],
  [
    "a role for another account's session",
    role("/", ["AWS", `arn:aws:sts::${OTHER}:assumed-role/r/s`]),
    "cross_account",
  ],
  ["a role for another account in China", role("/", ["AWS", `arn:aws-cn:iam::${OTHER}:root`]), "cross_account"],
  ["a role for everybody", role("/", ["AWS", "*"]), "cross_account"],
  ["a role for everybody but one", role("/", ["NotAWS", `arn:aws:iam::${OWN}:root`]), "cross_account"],
  ["a role for its own account", role("/", ["AWS", `arn:aws:iam::${OWN}:root`]), "other"],
  ["a role for its own account's bare id", role("/", ["AWS", OWN]), "other"],
  ["a role for a user who is gone", role("/", ["AWS", "AIDAEXAMPLE"]), "other"],
  ["a role for a service", role("/", ["Service", "ec2.amazonaws.com"]), "service"],
  ["a role for a service and its own account", role("/", ["Service", "x"], ["AWS", OWN]), "service"],
  ["a role for a service and another account", role("/", ["Service", "x"], ["AWS", OTHER]), "cross_account"],
  ["a role for nobody", role("/"), "other"],
  ["a role whose path only looks like AWS's", role("/my/aws-service-role/", ["Service", "x"]), "service"],
])("%s", (_, given, kind) => {
  expect(roleKind(given)).toBe(kind);
});

import { accountOfPrincipal } from "../policy/principals.ts";
import type { TrustPrincipal } from "../policy/trust-summary.ts";
import type { RoleKind } from "./role.ts";

type RoleTraits = { path: string; awsAccountId: string; principals: readonly TrustPrincipal[] };

const KINDS: readonly (readonly [RoleKind, (role: RoleTraits) => boolean])[] = [
  ["service_linked", (role) => role.path.startsWith("/aws-service-role/")],
  ["identity_center", (role) => role.path.startsWith("/aws-reserved/sso.amazonaws.com/")],
  ["federated", (role) => role.principals.some(({ type }) => type === "Federated")],
  [
    "cross_account",
    (role) =>
      role.principals.some(
        ({ type, value }) =>
          type === "NotAWS" ||
          (type === "AWS" && (value === "*" || ![role.awsAccountId, null].includes(accountOfPrincipal(value)))),
      ),
  ],
  ["service", (role) => role.principals.some(({ type }) => type === "Service")],
];

/**
 * What a role is for: the first kind that fits, in the order of the table.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export function roleKind(role: RoleTraits): RoleKind {
  return KINDS.find(([, fits]) => fits(role))?.[0] ?? "other";
}

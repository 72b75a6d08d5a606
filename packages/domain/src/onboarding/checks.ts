import type { ConnectionCheck } from "../accounts/connection.ts";
import {
  CHECKED_PERMISSIONS,
  PACK_PERMISSIONS,
  type PermissionPack,
  type ReadAction,
  type ReadPermission,
} from "../permissions/permissions.ts";

/**
 * The checks of a connection in the order in which they are run. A negative check proves nothing before the right External
 * ID has worked once, because a new role takes a while to be known everywhere.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export const TRUST_CHECKS = [
  { name: "right_external_id", title: "The role can be assumed with its External ID" },
  { name: "expected_account", title: "The session belongs to the expected account" },
  { name: "no_external_id", title: "The role refuses a request without External ID" },
  { name: "random_external_id", title: "The role refuses a random External ID" },
] as const;
export type TrustCheckName = (typeof TRUST_CHECKS)[number]["name"];
export type PermissionCheckName = `permission:${ReadAction}`;
export type CheckName = TrustCheckName | PermissionCheckName;

/** What a pack is of no use at all without: an organisation whose accounts cannot be listed is none to read. */
const REQUIRED_IN_PACKS: ReadonlySet<ReadAction> = new Set(["organizations:ListAccounts"]);

/** The permissions that a connection with these packs is checked for, in the order of the checks. */
export const checkedPermissions = (
  packs: readonly PermissionPack[] = [],
): readonly (ReadPermission & { action: ReadAction })[] => [
  ...CHECKED_PERMISSIONS,
  ...PACK_PERMISSIONS.filter(({ pack }) => packs.includes(pack)).map((permission) => ({
    ...permission,
    required: REQUIRED_IN_PACKS.has(permission.action),
  })),
];

/** All checks of a new verification, pending. `packs` are the permissions beyond the core that the role is asked to grant. */
export function pendingChecks(packs: readonly PermissionPack[] = []): ConnectionCheck[] {
  return [
    ...TRUST_CHECKS.map(({ name, title }) => ({ name, title })),
    ...checkedPermissions(packs).map(({ action, purpose }) => ({
      name: `permission:${action}`,
      title: `${action}: ${purpose}`,
    })),
  ].map((check) => ({ ...check, status: "pending" as const, message: null }));
}

/**
 * What the finished checks mean for the connection. A role that opens without its External ID is unsafe before all else, and
 * a proof of trust that was not run is no proof.
 *
 * `isConclusive` is false where nothing failed but something could not be told, such as while AWS throttles: such a verdict
 * speaks against a new connection, and not against one that has been proven before.
 */
export function verdictOf(checks: readonly ConnectionCheck[]): {
  status: "active" | "unsafe" | "failed";
  reason: string | null;
  isConclusive: boolean;
} {
  const failed = checks.filter((check) => check.status === "failed");
  const unsafe = failed.find((check) => check.name === "no_external_id" || check.name === "random_external_id");
  if (unsafe) return { status: "unsafe", reason: unsafe.message, isConclusive: true };
  const incomplete = checks.find((check) => check.status !== "passed" && check.status !== "warning");
  const unproven = TRUST_CHECKS.find(
    ({ name }) => !checks.some((check) => check.name === name && check.status === "passed"),
  );
  const first = failed[0] ?? incomplete;
  const isConclusive = failed.length > 0;
  if (first) return { status: "failed", reason: first.message ?? `Check not finished: ${first.title}`, isConclusive };
  if (unproven) return { status: "failed", reason: `Check not passed: ${unproven.title}`, isConclusive };
  return { status: "active", reason: null, isConclusive: true };
}

import {
  actionsOf,
  type Connection,
  checkedPermissions,
  FALLBACK_PERMISSIONS,
  type PermissionPack,
  type ReadPermission,
} from "@rolecall/domain";

export type OptionalPack = "cloudtrail" | "roles_anywhere";

/** The purpose of each pack, for the person who decides about it. */
export const PACK_WORDS: Record<PermissionPack, { label: string; explanation: string }> = {
  core: {
    label: "Users, credentials, roles and policies",
    explanation: "What every connection reads.",
  },
  organization: {
    label: "The organisation",
    explanation:
      "Accounts, their states and units, and permission sets of Identity Center. Granted in one account only.",
  },
  cloudtrail: {
    label: "CloudTrail lookups",
    explanation:
      "Answers on demand where one key is used from, who changed what and who assumes a role, from CloudTrail's event history of 90 days. Asked only when somebody presses the button, at most once a second.",
  },
  roles_anywhere: {
    label: "IAM Roles Anywhere",
    explanation:
      "Trust anchors, profiles and the certificates that came with them: workloads outside AWS that use roles instead of keys.",
  },
};

export const OPTIONAL_PACKS: readonly OptionalPack[] = ["cloudtrail", "roles_anywhere"];

export const actionsOfPack = (pack: PermissionPack): readonly string[] => actionsOf([pack]);

type PackPermissions = { pack: PermissionPack; asked: ReadPermission[]; fallback: ReadPermission[] };

/** What a connection's role is asked to grant, by pack. `fallback`: used only where a bulk call is denied or does not exist. */
export function grantedPermissions({ packs }: Pick<Connection, "packs">): PackPermissions[] {
  const checked = checkedPermissions(packs);
  return (Object.keys(PACK_WORDS) as PermissionPack[])
    .filter((pack) => pack === "core" || packs.includes(pack))
    .map((pack) => ({
      pack,
      asked: checked.filter((permission) => permission.pack === pack),
      fallback: FALLBACK_PERMISSIONS.filter((permission) => permission.pack === pack),
    }));
}

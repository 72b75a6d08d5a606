import type { Change, ChangeKind, Subject } from "@rolecall/domain";
import type { Tone } from "@rolecall/ui";

export const SUBJECT_LABELS: Record<Subject, string> = {
  user: "User",
  credential: "Credential",
  role: "Role",
  policy: "Policy",
  group: "Group",
  instance_profile: "Instance profile",
  identity_provider: "Identity provider",
  permission_set: "Permission set",
  roles_anywhere: "Roles Anywhere",
  account: "Account settings",
};

export const CHANGE_LABELS: Record<ChangeKind, { label: string; tone: Tone }> = {
  appeared: { label: "Appeared", tone: "info" },
  changed: { label: "Changed", tone: "warning" },
  vanished: { label: "Vanished", tone: "critical" },
  rotated: { label: "Rotated", tone: "positive" },
  first_seen: { label: "First inventory", tone: "neutral" },
};

const PATHS: Record<Exclude<Subject, "account">, string> = {
  user: "/users",
  credential: "/credentials",
  role: "/roles",
  policy: "/policies",
  group: "/groups",
  instance_profile: "/instance-profiles",
  identity_provider: "/identity-providers",
  permission_set: "/permission-sets",
  roles_anywhere: "/roles-anywhere",
};

/** The page of what changed. */
export function subjectPath({ subject, subjectId, awsAccountId }: Change): string {
  return subject === "account" ? `/accounts/${awsAccountId}` : `${PATHS[subject]}/${subjectId}`;
}

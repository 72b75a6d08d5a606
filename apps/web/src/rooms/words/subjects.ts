import type { Subject } from "@rolecall/domain";

/** What a finding, an exception or a change is of. */
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
  account: "Account",
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

type SubjectId = { subject: Subject; subjectId: string; awsAccountId: string };

/** The page of a subject, without a query. An account is found by its number. */
export function subjectPath({ subject, subjectId, awsAccountId }: SubjectId): string {
  return subject === "account" ? `/accounts/${awsAccountId}` : `${PATHS[subject]}/${subjectId}`;
}

import type { Subject } from "@rolecall/domain";

/** The kinds of resource that findings, exceptions and changes are of. */
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

/** The page of a subject, without a query. The page of an account is named by AWS's number of it. */
export function subjectPath({ subject, subjectId, awsAccountId }: SubjectId): string {
  return subject === "account" ? `/accounts/${awsAccountId}` : `${PATHS[subject]}/${subjectId}`;
}

/** True if all these fields are there. Without the fields by which an item is known, the answer is taken as incomplete. */
export const hasFields = (detail: object, ...fields: readonly string[]): boolean =>
  fields.every((field) => Boolean((detail as Readonly<Record<string, unknown>>)[field]));

const HEAD = ["Arn", "CreateDate"] as const;

export const isWholeUser = (user: object): boolean => hasFields(user, "UserId", "UserName", ...HEAD);
export const isWholeRole = (role: object): boolean => hasFields(role, "RoleId", "RoleName", ...HEAD);
export const isWholeGroup = (group: object): boolean => hasFields(group, "GroupId", "GroupName", ...HEAD);
export const isWholePolicy = (policy: object): boolean =>
  hasFields(policy, "PolicyId", "PolicyName", "DefaultVersionId", ...HEAD);
export const isWholeInstanceProfile = (profile: object): boolean =>
  hasFields(profile, "InstanceProfileId", "InstanceProfileName", ...HEAD);

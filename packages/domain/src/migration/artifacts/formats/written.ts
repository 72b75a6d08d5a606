import type { OwnersValue } from "../../replacement/successor-trust.ts";
import type { ArtifactInput } from "../artifact-input.ts";
import type { Given, Made } from "../made/plan.ts";

/** What each format is written from. */
export type Plan = {
  given: Given;
  made: readonly Made[];
  /** The owner's values that are open and that the format's files name. */
  open: readonly OwnersValue[];
  /** In which Region it is made; may be a mark. */
  region: string;
};

/** What stands above each file: what it makes, in whose account. */
export const aboutOf = ({ user, target, awsAccountId, role, permissions }: ArtifactInput): string[] => {
  const where =
    target === "identity_center"
      ? `Run it in the account of IAM Identity Center. The person gets access to account ${awsAccountId}.`
      : `Run it in account ${awsAccountId}.`;
  const permissionsNote =
    target !== "break_glass" && permissions.length === 0
      ? ["No permissions were worked out yet: it may do nothing."]
      : [];
  const existing =
    role.isExisting && target !== "identity_center"
      ? [`The role ${role.roleName} exists already and is not changed.`]
      : [];
  return [`What takes the place of the IAM user ${user.userName}.`, where, ...existing, ...permissionsNote];
};

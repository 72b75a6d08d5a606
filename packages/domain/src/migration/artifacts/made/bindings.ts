import { expression } from "../languages/hcl.ts";
import { option } from "../languages/shell.ts";
import type { Rendering } from "./resource.ts";
import { roleInHcl, roleInTemplate } from "./role.ts";

/** What hands a role to the machine, pod or certificate that takes it. */
export type MadeInstanceProfile = { kind: "instance_profile"; name: string; path: string; comment: string };

export const INSTANCE_PROFILE: Rendering<MadeInstanceProfile> = {
  terraform: ({ name, path, comment }) => [
    {
      comment,
      type: "resource",
      labels: ["aws_iam_instance_profile", "successor"],
      attributes: { name, path, role: roleInHcl(false, "name") },
    },
  ],
  template: ({ name, path, comment }, { role }) => [
    {
      id: "InstanceProfile",
      comment,
      type: "AWS::IAM::InstanceProfile",
      properties: { InstanceProfileName: name, Path: path, Roles: role ? [roleInTemplate(role, "name")] : [] },
    },
  ],
  shell: ({ name, path }, { role }) => {
    const profile = option("--instance-profile-name", name);
    const roleName = option("--role-name", role?.name ?? "");
    return {
      apply: `aws iam get-instance-profile ${profile} >/dev/null 2>&1 ||
  aws iam create-instance-profile ${profile} ${option("--path", path)} >/dev/null
# An instance profile holds one role.
if [ "$(aws iam get-instance-profile ${profile} --query 'length(InstanceProfile.Roles)' --output text)" = 0 ]; then
  aws iam add-role-to-instance-profile ${profile} ${roleName}
fi`,
      undo: `unless_gone aws iam remove-role-from-instance-profile ${profile} ${roleName}
unless_gone aws iam delete-instance-profile ${profile}`,
    };
  },
};

export type MadePodIdentity = {
  kind: "pod_identity";
  cluster: string;
  namespace: string;
  serviceAccount: string;
  comment: string;
};

export const POD_IDENTITY: Rendering<MadePodIdentity> = {
  terraform: ({ cluster, namespace, serviceAccount, comment }, { role }) => [
    {
      comment,
      type: "resource",
      labels: ["aws_eks_pod_identity_association", "successor"],
      attributes: {
        cluster_name: cluster,
        namespace,
        service_account: serviceAccount,
        role_arn: roleInHcl(role?.isExisting ?? false, "arn"),
      },
    },
  ],
  template: ({ cluster, namespace, serviceAccount, comment }, { role }) => [
    {
      id: "PodIdentityAssociation",
      comment,
      type: "AWS::EKS::PodIdentityAssociation",
      properties: {
        ClusterName: cluster,
        Namespace: namespace,
        ServiceAccount: serviceAccount,
        RoleArn: role ? roleInTemplate(role, "arn") : undefined,
      },
    },
  ],
  shell: ({ cluster, namespace, serviceAccount }, { role }) => {
    const clusterName = option("--cluster-name", cluster);
    const account = `${option("--namespace", namespace)} ${option("--service-account", serviceAccount)}`;
    const roleArn = option("--role-arn", role?.arn ?? "");
    const find = `found=$(aws eks list-pod-identity-associations ${clusterName} \\
  ${account} --query 'associations[].associationId' --output text)
association_id=$(first_of "$found")`;
    return {
      apply: `${find}
if [ -z "$association_id" ]; then
  aws eks create-pod-identity-association ${clusterName} \\
    ${account} ${roleArn} >/dev/null
else
  aws eks update-pod-identity-association ${clusterName} --association-id "$association_id" ${roleArn} >/dev/null
fi`,
      undo: `${find}
[ -z "$association_id" ] ||
  aws eks delete-pod-identity-association ${clusterName} --association-id "$association_id" >/dev/null`,
    };
  },
};

/** @see https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html */
const LONGEST_ROLES_ANYWHERE_SESSION = 43_200;

export type MadeRolesAnywhereProfile = {
  kind: "roles_anywhere_profile";
  name: string;
  maxSessionSeconds: number;
  comment: string;
};

export const ROLES_ANYWHERE_PROFILE: Rendering<MadeRolesAnywhereProfile> = {
  terraform: ({ name, maxSessionSeconds, comment }, { role }) => [
    {
      comment,
      type: "resource",
      labels: ["aws_rolesanywhere_profile", "successor"],
      attributes: {
        name,
        enabled: true,
        duration_seconds: Math.min(maxSessionSeconds, LONGEST_ROLES_ANYWHERE_SESSION),
        role_arns: [roleInHcl(role?.isExisting ?? false, "arn")],
      },
    },
    {
      comment: "The client's credential_process names it.",
      type: "output",
      labels: ["profile_arn"],
      attributes: { value: expression("aws_rolesanywhere_profile.successor.arn") },
    },
  ],
  template: ({ name, maxSessionSeconds, comment }, { role }) => [
    {
      id: "RolesAnywhereProfile",
      comment,
      type: "AWS::RolesAnywhere::Profile",
      properties: {
        Name: name,
        Enabled: true,
        DurationSeconds: Math.min(maxSessionSeconds, LONGEST_ROLES_ANYWHERE_SESSION),
        RoleArns: role ? [roleInTemplate(role, "arn")] : [],
      },
    },
  ],
  shell: ({ name, maxSessionSeconds }, { role }) => {
    const roleArns = option("--role-arns", role?.arn ?? "");
    const duration = `--duration-seconds ${Math.min(maxSessionSeconds, LONGEST_ROLES_ANYWHERE_SESSION)}`;
    const find = `found=$(aws rolesanywhere list-profiles --query "profiles[?name=='${name}'].profileId" --output text)
profile_id=$(first_of "$found")`;
    return {
      apply: `${find}
if [ -z "$profile_id" ]; then
  aws rolesanywhere create-profile ${option("--name", name)} ${roleArns} ${duration} --enabled >/dev/null
else
  aws rolesanywhere update-profile --profile-id "$profile_id" ${roleArns} ${duration} >/dev/null
fi
# The client's credential_process names the ARN of this profile.
aws rolesanywhere list-profiles --query "profiles[?name=='${name}'].profileArn" --output text`,
      undo: `${find}
[ -z "$profile_id" ] || aws rolesanywhere delete-profile --profile-id "$profile_id" >/dev/null`,
    };
  },
};

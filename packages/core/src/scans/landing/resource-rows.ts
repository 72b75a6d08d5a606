import type {
  InstanceProfileFact,
  OidcProviderFact,
  PermissionSetFact,
  PolicyFact,
  RolesAnywhereFact,
  SamlProviderFact,
} from "@rolecall/domain";
import { Duration } from "luxon";
import { byKey, type Found, iso, type Keep, keeping, sorted, storedDocument } from "./found-row.ts";

/** The known document stands for an unread one only as long as it is of the same version. */
const keepVersion: Keep = (told, known, before, values) =>
  before.default_version_id === values.default_version_id ? known : told;

export const policyRow = (policy: PolicyFact): Found => ({
  identity: policy.policyId,
  values: {
    policy_id: policy.policyId,
    policy_name: policy.policyName,
    arn: policy.arn,
    path: policy.path,
    is_aws_managed: policy.isAwsManaged,
    created_at: iso(policy.createdAt),
    updated_at: iso(policy.updatedAt),
    default_version_id: policy.defaultVersionId,
    policy: storedDocument(policy.document),
    attachment_count: policy.attachmentCount,
  },
  keep: {
    ...(policy.document.state === "unread" ? { policy: keepVersion } : {}),
    ...(policy.attachmentCount === null ? keeping(["attachment_count"]) : {}),
  },
});

export const instanceProfileRow = (profile: InstanceProfileFact): Found => ({
  identity: profile.instanceProfileId,
  values: {
    instance_profile_id: profile.instanceProfileId,
    instance_profile_name: profile.instanceProfileName,
    arn: profile.arn,
    path: profile.path,
    created_at: iso(profile.createdAt),
    role_id: profile.roleId,
    role_name: profile.roleName,
  },
  keep: {},
});

/** AWS gives providers no id: made anew at another time, one of the same name is another one. */
const providerIdentity = ({ arn, createdAt }: { arn: string; createdAt: Date }): string => `${arn} ${iso(createdAt)}`;

export const oidcProviderRow = (provider: OidcProviderFact): Found => ({
  identity: providerIdentity(provider),
  values: {
    identity: providerIdentity(provider),
    arn: provider.arn,
    kind: "oidc",
    name: provider.url.replace(/^https:\/\//, ""),
    created_at: iso(provider.createdAt),
    client_ids: sorted(provider.clientIds),
    thumbprints: sorted(provider.thumbprints),
    valid_until: null,
    tags: byKey(provider.tags),
  },
  keep: {},
});

export const samlProviderRow = (provider: SamlProviderFact): Found => ({
  identity: providerIdentity(provider),
  values: {
    identity: providerIdentity(provider),
    arn: provider.arn,
    kind: "saml",
    name: provider.name,
    created_at: iso(provider.createdAt),
    client_ids: [],
    thumbprints: [],
    valid_until: iso(provider.validUntil),
    tags: [],
  },
  keep: {},
});

function secondsOf(duration: string | null): number | null {
  const parsed = Duration.fromISO(duration ?? "");
  return parsed.isValid ? parsed.as("seconds") : null;
}

export const permissionSetRow = (set: PermissionSetFact): Found => ({
  identity: set.arn,
  values: {
    arn: set.arn,
    name: set.name,
    description: set.description,
    session_duration_seconds: secondsOf(set.sessionDuration),
    created_at: iso(set.createdAt),
    assignments:
      set.assignments.state === "read"
        ? byKey(
            set.assignments.value.map((assignment) => ({
              key: `${assignment.awsAccountId} ${assignment.principalType} ${assignment.principalId}`,
              ...assignment,
            })),
          ).map(({ awsAccountId, principalType, principalId }) => ({ awsAccountId, principalType, principalId }))
        : null,
  },
  keep: set.assignments.state === "unread" ? keeping(["assignments"]) : {},
});

export const rolesAnywhereRow = (resource: RolesAnywhereFact): Found => ({
  identity: resource.arn,
  values: {
    kind: resource.kind,
    arn: resource.arn,
    name: resource.name,
    region: resource.region,
    enabled: resource.enabled,
    created_at: iso(resource.createdAt),
    role_arns: sorted(resource.roleArns),
    x509_subject: resource.x509Subject,
    last_seen_at: iso(resource.lastSeenAt),
  },
  keep: {},
});

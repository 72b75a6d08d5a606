import type { Subject } from "@rolecall/domain";

/**
 * A table that landings write. `identity` is unique within an account. `content` is what the thing is: hashed, and kept in
 * versions under the names of the columns. `volatile` is how it was used and what follows from the content: never versioned. What a
 * judgement tells (deadlines, grades, power) is in neither: a landing leaves it alone.
 * `index` are columns of the content that a landing needs of every row, not only of those that it changes.
 */
type LandingTableShape = {
  subject: Subject;
  identity: string;
  content: readonly string[];
  volatile: readonly string[];
  index: readonly string[];
};

/** The tables of the inventory, in an order in which what is referred to comes first. */
export const LANDING_TABLES = {
  iam_user: {
    subject: "user",
    identity: "user_id",
    content: [
      "user_id",
      "user_name",
      "arn",
      "path",
      "created_at",
      "tags",
      "group_names",
      "attached_policy_arns",
      "inline_policies",
      "permissions_boundary_arn",
      "owner",
      "has_console_password",
      "has_mfa",
      "mfa",
      "mfa_devices",
      "active_access_keys",
      "last_activity",
    ],
    volatile: ["oldest_active_key_at", "last_activity_at", "report_fingerprint", "keys_read_at", "rechecked_at"],
    index: ["user_name", "owner"],
  },
  credential: {
    subject: "credential",
    identity: "identity",
    content: [
      "kind",
      "identity",
      "access_key_id",
      "user_record_id",
      "user_name",
      "user_id",
      "owner",
      "name",
      "service_name",
      "status",
      "created_at",
      "expires_at",
      "last_use",
    ],
    volatile: ["last_used_at", "last_used_service", "last_used_region"],
    index: ["kind", "access_key_id", "user_record_id", "user_name", "user_id", "owner", "status", "created_at"],
  },
  iam_role: {
    subject: "role",
    identity: "role_id",
    content: [
      "role_id",
      "role_name",
      "arn",
      "path",
      "description",
      "created_at",
      "kind",
      "max_session_duration_seconds",
      "trust",
      "tags",
      "attached_policy_arns",
      "inline_policies",
      "instance_profile_names",
      "permissions_boundary_arn",
      "last_use",
    ],
    volatile: ["last_used_at", "last_used_region"],
    index: [],
  },
  iam_policy: {
    subject: "policy",
    identity: "policy_id",
    content: [
      "policy_id",
      "policy_name",
      "arn",
      "path",
      "is_aws_managed",
      "created_at",
      "updated_at",
      "default_version_id",
      "policy",
    ],
    volatile: ["attachment_count"],
    index: [],
  },
  iam_group: {
    subject: "group",
    identity: "group_id",
    content: ["group_id", "group_name", "arn", "path", "created_at", "attached_policy_arns", "inline_policies"],
    volatile: [],
    index: [],
  },
  instance_profile: {
    subject: "instance_profile",
    identity: "instance_profile_id",
    content: ["instance_profile_id", "instance_profile_name", "arn", "path", "created_at", "role_id", "role_name"],
    volatile: [],
    index: [],
  },
  identity_provider: {
    subject: "identity_provider",
    identity: "identity",
    content: ["identity", "arn", "kind", "name", "created_at", "client_ids", "thumbprints", "valid_until", "tags"],
    volatile: [],
    index: ["kind"],
  },
  permission_set: {
    subject: "permission_set",
    identity: "arn",
    content: ["arn", "name", "description", "session_duration_seconds", "created_at", "assignments"],
    volatile: [],
    index: [],
  },
  roles_anywhere_resource: {
    subject: "roles_anywhere",
    identity: "arn",
    content: ["kind", "arn", "name", "region", "enabled", "created_at", "role_arns", "x509_subject"],
    volatile: ["last_seen_at"],
    index: [],
  },
  account_settings: {
    subject: "account",
    identity: "aws_account_id",
    content: ["aws_account_id", "alias", "password_policy_state", "password_policy", "quotas", "root"],
    volatile: ["quota_usage"],
    index: [],
  },
} as const satisfies Record<string, LandingTableShape>;
export type LandingTable = keyof typeof LANDING_TABLES;

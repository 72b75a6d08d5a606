import type { CredentialKind, CredentialStatus } from "../../../inventory/credential.ts";
import type { MigrationTarget } from "../../target/target.ts";
import type { HeldPermissions, ServiceUse, UserFacts } from "../permissions/facts.ts";

/** A credential of the user, as far as its end breaks something. */
export type BreakingCredential = {
  kind: CredentialKind;
  status: CredentialStatus;
  /** The service that it is for, such as codecommit.amazonaws.com; null: for all. */
  serviceName: string | null;
  lastUsedAt: Date | null;
};

/** Another role whose trust policy names the user. */
export type TrustingRole = { roleArn: string; awsAccountId: string };

/** What is known of a user before it goes away. Null stands for what was not looked up, or could not be read. */
export type BreaksInput = {
  user: UserFacts;
  target: MigrationTarget | null;
  permissions: HeldPermissions;
  services: readonly ServiceUse[] | null;
  credentials: readonly BreakingCredential[] | null;
  /** When the replacement was used last; null: there is none, or it was not used yet. */
  replacementLastUsedAt: Date | null;
  /** Of all connected accounts. */
  trustingRoles: readonly TrustingRole[] | null;
  /** From lookups in CloudTrail. */
  userAgents: readonly string[] | null;
  /** Such as GetFederationToken, from lookups in CloudTrail. */
  eventNames: readonly string[] | null;
  /** Accounts of the tenant, the user's own among them. */
  ownAccountIds: readonly string[];
  /** ARNs of resources whose policies name the user, by the pack of read permissions for them. */
  namingResources: readonly string[] | null;
  /** KMS keys with a grant for the user. */
  grantingKeys: readonly string[] | null;
  /** Access entries of EKS and permissions of Lake Formation for the user. */
  accessEntries: readonly string[] | null;
};

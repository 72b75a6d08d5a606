import type { CheckId } from "../judgement/check.ts";
import type { MigrationStage } from "../migration/stages/stage.ts";
import type { StepSource } from "./next-steps.ts";

export type StepText = {
  source: StepSource;
  /** What to do with one object, and with `#` of them. */
  one: string;
  many: string;
  why: string;
  /** Nothing that is in use stops. */
  isSafe: boolean;
};

const finding = (checkId: CheckId, one: string, many: string, why: string, isSafe = false): StepText => ({
  ...{ source: { kind: "findings", checkId }, one, many, why, isSafe },
});
const migration = (stage: MigrationStage, one: string, many: string, why: string, isSafe = false): StepText => ({
  ...{ source: { kind: "migrations", stage }, one, many, why, isSafe },
});

/**
 * The steps that may come first. Between equals the earlier one does: what thieves have in hand, then what opens an account to everybody,
 * then what takes one error more. Checks that are not named here wait in the list of findings.
 */
export const STEP_TEXTS: readonly StepText[] = [
  finding(
    "quarantine_policy",
    "Deactivate the keys of a user that AWS has quarantined",
    "Deactivate the keys of # users that AWS has quarantined",
    "AWS found a key in public: others may have it too",
    true,
  ),
  finding(
    "root_access_key",
    "Delete the root user's access key",
    "Delete # access keys of root users",
    "It may do everything, and no policy limits it",
  ),
  finding(
    "trust_public",
    "Close a role that lets in everybody",
    "Close # roles that let in everybody",
    "Anybody with an AWS account can assume it",
  ),
  finding(
    "trust_not_principal",
    "Name whom a role lets in",
    "Name whom # roles let in",
    "Everybody but a few can assume it",
  ),
  finding(
    "trust_oidc_without_subject",
    "Name the subject in the trust policy of a role",
    "Name the subject in the trust policies of # roles",
    "Every customer of the issuer can assume it",
  ),
  finding(
    "trust_oidc_any_tenant",
    "Name your organisation in the trust policy of a role",
    "Name your organisation in the trust policies of # roles",
    "Other organisations of the issuer can assume it",
  ),
  finding(
    "trust_cognito_pool",
    "Name the identity pool in the trust policy of a role",
    "Name the identity pool in the trust policies of # roles",
    "Anybody's identity pool can assume it",
  ),
  finding(
    "trust_external_without_id",
    "Agree on an External ID with who uses a role",
    "Agree on External IDs with who uses # roles",
    "Whoever tricks the other company gets in with its role",
  ),
  finding("root_mfa", "Give a root user an MFA device", "Give # root users an MFA device", "A password alone opens it"),
  migration(
    "quiet",
    "Deactivate the credentials of a user that is quiet",
    "Deactivate the credentials of # users that are quiet",
    "A role does their work, and nothing uses them any more",
    true,
  ),
  migration(
    "deactivated",
    "Delete the credentials of a user",
    "Delete the credentials of # users",
    "They are inactive, and nobody has missed them",
    true,
  ),
  migration(
    "deleted",
    "Delete a user without credentials",
    "Delete # users without credentials",
    "A new key would undo the work",
    true,
  ),
  finding(
    "credential_unused",
    "Deactivate a credential that nobody uses",
    "Deactivate # credentials that nobody uses",
    "They serve nobody but who finds them",
    true,
  ),
  finding(
    "inline_admin_policy",
    "Replace an inline policy that allows everything",
    "Replace # inline policies that allow everything",
    "One leaked credential is the whole account",
  ),
  finding(
    "console_user_mfa",
    "Have a person register an MFA device",
    "Have # people register an MFA device",
    "A password alone opens the console",
  ),
  finding(
    "root_recently_used",
    "Find out who worked as a root user",
    "Find out who worked as # root users",
    "Daily work has users and roles of its own",
  ),
  migration(
    "role_ready",
    "Let software use the role that is ready",
    "Let the software of # users use the roles that are ready",
    "The role is there, and the key still does the work",
  ),
  migration(
    "blocked",
    "Remove what blocks a migration",
    "Remove what blocks # migrations",
    "They stand still until somebody decides",
  ),
  finding(
    "credential_overdue",
    "Replace or rotate an overdue credential",
    "Replace or rotate # overdue credentials",
    "They are older than your policy allows",
  ),
  migration(
    "planned",
    "Make the role of a planned migration",
    "Make the roles of # planned migrations",
    "The plan stands, and the role is not there yet",
  ),
];

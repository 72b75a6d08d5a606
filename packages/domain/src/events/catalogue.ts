import { z } from "zod";
import { diffVersions } from "../changes/compared-fields.ts";
import { CheckId, Severity } from "../judgement/check.ts";
import { ResolutionKind } from "../judgement/finding.ts";
import { MigrationStage } from "../migration/stages/stage.ts";
import { MigrationTarget } from "../migration/target/target.ts";
import { Instant } from "../primitives.ts";
import {
  became,
  type ChangeEntry,
  changed,
  created,
  deleted,
  type JudgementEntry,
  rotated,
  type SeenChange,
  type StateEntry,
} from "./event-entry.ts";

const isTrustChanged = ({ before, after }: SeenChange): boolean =>
  before !== null && diffVersions("role", before, after).some(({ field }) => field.startsWith("trust."));

/**
 * What can happen in an account, by type of event. Each version of the inventory that is a change is one event: the first entry here
 * that fits it, so that a more exact type stands before the general one.
 */
export const CHANGE_EVENTS = {
  "key.created": created("credential", "access_key"),
  "key.rotated": rotated("access_key"),
  "key.activated": became("active", "access_key"),
  "key.deactivated": became("inactive", "access_key"),
  "key.expired": became("expired", "access_key"),
  "key.changed": changed("credential", "access_key"),
  "key.deleted": deleted("credential", "access_key"),
  "password.created": created("credential", "console_password"),
  "password.changed": changed("credential", "console_password"),
  "password.deleted": deleted("credential", "console_password"),
  "ssh_key.created": created("credential", "ssh_public_key"),
  "ssh_key.activated": became("active", "ssh_public_key"),
  "ssh_key.deactivated": became("inactive", "ssh_public_key"),
  "ssh_key.changed": changed("credential", "ssh_public_key"),
  "ssh_key.deleted": deleted("credential", "ssh_public_key"),
  "signing_certificate.created": created("credential", "signing_certificate"),
  "signing_certificate.activated": became("active", "signing_certificate"),
  "signing_certificate.deactivated": became("inactive", "signing_certificate"),
  "signing_certificate.changed": changed("credential", "signing_certificate"),
  "signing_certificate.deleted": deleted("credential", "signing_certificate"),
  "service_password.created": created("credential", "service_specific_credential"),
  "service_password.activated": became("active", "service_specific_credential"),
  "service_password.deactivated": became("inactive", "service_specific_credential"),
  "service_password.expired": became("expired", "service_specific_credential"),
  "service_password.changed": changed("credential", "service_specific_credential"),
  "service_password.deleted": deleted("credential", "service_specific_credential"),
  "api_key.created": created("credential", "api_key"),
  "api_key.activated": became("active", "api_key"),
  "api_key.deactivated": became("inactive", "api_key"),
  "api_key.expired": became("expired", "api_key"),
  "api_key.changed": changed("credential", "api_key"),
  "api_key.deleted": deleted("credential", "api_key"),
  "server_certificate.created": created("credential", "server_certificate"),
  "server_certificate.changed": changed("credential", "server_certificate"),
  "server_certificate.deleted": deleted("credential", "server_certificate"),
  "root_key.created": created("credential", "root_access_key"),
  "root_key.activated": became("active", "root_access_key"),
  "root_key.deactivated": became("inactive", "root_access_key"),
  "root_key.changed": changed("credential", "root_access_key"),
  "root_key.deleted": deleted("credential", "root_access_key"),
  "root_password.created": created("credential", "root_password"),
  "root_password.changed": changed("credential", "root_password"),
  "root_password.deleted": deleted("credential", "root_password"),
  "root_certificate.created": created("credential", "root_signing_certificate"),
  "root_certificate.activated": became("active", "root_signing_certificate"),
  "root_certificate.deactivated": became("inactive", "root_signing_certificate"),
  "root_certificate.changed": changed("credential", "root_signing_certificate"),
  "root_certificate.deleted": deleted("credential", "root_signing_certificate"),
  "user.created": created("user"),
  "user.changed": changed("user"),
  "user.deleted": deleted("user"),
  "role.created": created("role"),
  "role.trust_changed": { ...changed("role"), when: isTrustChanged },
  "role.changed": changed("role"),
  "role.deleted": deleted("role"),
  "policy.created": created("policy"),
  "policy.changed": changed("policy"),
  "policy.deleted": deleted("policy"),
  "group.created": created("group"),
  "group.changed": changed("group"),
  "group.deleted": deleted("group"),
  "instance_profile.created": created("instance_profile"),
  "instance_profile.changed": changed("instance_profile"),
  "instance_profile.deleted": deleted("instance_profile"),
  "identity_provider.created": created("identity_provider"),
  "identity_provider.changed": changed("identity_provider"),
  "identity_provider.deleted": deleted("identity_provider"),
  "permission_set.created": created("permission_set"),
  "permission_set.changed": changed("permission_set"),
  "permission_set.deleted": deleted("permission_set"),
  "roles_anywhere.created": created("roles_anywhere"),
  "roles_anywhere.changed": changed("roles_anywhere"),
  "roles_anywhere.deleted": deleted("roles_anywhere"),
  "account_settings.created": created("account"),
  "account_settings.changed": changed("account"),
  "account_settings.deleted": deleted("account"),
} satisfies Record<string, ChangeEntry>;

const Reason = z.object({ reason: z.string().nullable() });
const because = (reason: string | null): string => (reason ? `: ${reason}` : "");

const ofConnection = (words: StateEntry<typeof Reason>["words"]): StateEntry<typeof Reason> => ({
  subject: "connection",
  facts: Reason,
  words,
});
const ofAccount = (words: StateEntry<typeof Reason>["words"]): StateEntry<typeof Reason> => ({
  subject: "account",
  facts: Reason,
  words,
});

/** States of what is read, each from when it begins. Those of one subject replace each other. */
export const STATE_EVENTS = {
  "connection.verified": ofConnection((_, name) => `Connection ${name} was verified`),
  "connection.failed": ofConnection(({ reason }, name) => `Connection ${name} failed its checks${because(reason)}`),
  "connection.unsafe": ofConnection(({ reason }, name) => `Connection ${name} is unsafe${because(reason)}`),
  "account.failing": ofAccount(({ reason }, name) => `Account ${name} cannot be read${because(reason)}`),
  "account.recovered": { ...ofAccount((_, name) => `Account ${name} is read again`), endsAnother: true },
} satisfies Record<string, StateEntry<typeof Reason>>;

const OfFinding = z.object({
  findingId: z.uuid(),
  checkId: CheckId,
  severity: Severity,
  sentence: z.string().describe("Why it is one; of one that is over, what proves that"),
});
const Resolved = OfFinding.extend({ resolution: ResolutionKind });
const OfException = z.object({ exceptionId: z.uuid(), checkId: CheckId, owner: z.string(), expiresAt: Instant });
const Voided = OfException.extend({ reason: z.string() });

const Moved = z.object({
  stage: MigrationStage,
  before: MigrationStage.nullable().describe("Null: it had none"),
  target: MigrationTarget,
});

const inWords = (stage: MigrationStage): string => stage.replaceAll("_", " ");
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const judged = <Facts extends z.ZodObject>(
  facts: Facts,
  words: JudgementEntry<Facts>["words"],
): JudgementEntry<Facts> => ({
  facts,
  words,
});

/** What judgements come to, of whatever resource was judged. */
export const JUDGEMENT_EVENTS = {
  "finding.opened": judged(OfFinding, ({ sentence }, name) => `Finding of ${name} opened: ${sentence}`),
  "finding.resolved": judged(Resolved, ({ sentence }, name) => `Finding of ${name} resolved: ${sentence}`),
  "exception.expiring": judged(
    OfException,
    ({ owner, expiresAt }, name) => `Exception of ${name} expires on ${dayOf(expiresAt)}; risk owner: ${owner}`,
  ),
  "exception.expired": judged(OfException, ({ owner }, name) => `Exception of ${name} expired; risk owner: ${owner}`),
  "migration.moved": judged(Moved, ({ stage, before }, name) =>
    before === null
      ? `Migration of ${name} began, at stage ${inWords(stage)}`
      : `Migration of ${name} went from ${inWords(before)} to ${inWords(stage)}`,
  ),
  "exception.voided": judged(Voided, ({ reason }, name) => `Exception of ${name} is void: ${reason}`),
} satisfies Record<string, { facts: z.ZodObject }>;

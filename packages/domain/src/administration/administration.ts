import { z } from "zod";
import { Instant, TypedText } from "../primitives.ts";

/** An API token without its secret, which is stored as a digest only. */
export const ApiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe("The secret's first characters, to recognise it by"),
  createdBy: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;
export const CreateApiTokenInput = z.object({ name: TypedText.min(1, "Give the token a name").max(100) });
export const CreatedApiToken = ApiToken.extend({ token: z.string().describe("Shown this once") });
export type CreatedApiToken = z.infer<typeof CreatedApiToken>;

/** What is written into the audit log: what people and tokens do, and what Rolecall does with a connection or an exception. */
export type AuditAction =
  | "account.schedule_set"
  | "api_token.created"
  | "api_token.revoked"
  | "campaign.commented"
  | "campaign.created"
  | "campaign.ended"
  | "campaign.members_added"
  | "campaign.members_imported"
  | "campaign.members_placed"
  | "campaign.members_removed"
  | "campaign.members_set"
  | "campaign.updated"
  | "connection.created"
  | "connection.disconnected"
  | "connection.failed"
  | "connection.not_checked"
  | "connection.role_set"
  | "connection.scans_paused"
  | "connection.scans_resumed"
  | "connection.schedule_set"
  | "connection.unsafe"
  | "connection.verification_requested"
  | "connection.verified"
  | "exception.created"
  | "exception.revoked"
  | "exception.void"
  | "finding.updated"
  | "member.joined"
  | "migration.attested"
  | "migration.evidence_requested"
  | "migration.planned"
  | "migration.withdrawn"
  | "organization.accounts_changed"
  | "organization.discovery_requested"
  | "organization.member_active"
  | "organization.member_failed"
  | "organization.member_unsafe"
  | "organization.member_verifying"
  | "organization.selection_set"
  | "organization.verification_requested"
  | "owner.assigned"
  | "owner_rule.created"
  | "owner_rule.ended"
  | "owner_rule.updated"
  | "person.merged"
  | "person.split"
  | "report.requested"
  | "report_recipient.confirmed"
  | "report_schedule.created"
  | "report_schedule.stopped"
  | "report_schedule.unsubscribed"
  | "rotation_policies.set"
  | "scan.cancelled"
  | "scan.requested"
  | "trail.lookup_requested"
  | "upload.completed"
  | "upload.created"
  | "user.recheck_requested";

/** One change that somebody made, written in the same transaction as the change. */
export const AuditEvent = z.object({
  id: z.uuid(),
  at: Instant,
  actor: z.string(),
  // Entries of before may have actions that are not written any more.
  action: z.string().describe("Such as connection.created"),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

const Email = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase());
const Password = z.string().min(12, "At least 12 characters").max(200);
const PersonName = TypedText.min(1, "Tell us your name").max(100);
const TenantName = TypedText.min(1, "Name your organisation").max(100);

export const SignUpInput = z.object({ email: Email, password: Password, name: PersonName, tenantName: TenantName });
export type SignUpInput = z.infer<typeof SignUpInput>;

/** What a visitor gives who wants an account: the rest is asked for behind the link that is mailed there. */
export const RequestSignUpInput = z.object({ email: Email });
export type RequestSignUpInput = z.infer<typeof RequestSignUpInput>;

/** What a link to an account or an organisation is for. `tenantName`: the organisation that one joins; null: one makes one's own. */
export type Invitation = {
  email: string;
  tenantName: string | null;
  asks: { name: boolean; password: boolean; tenantName: boolean };
};

/** What is given by whoever opens such a link; of these, what is asked for. */
export const AcceptInvitationInput = z.object({
  name: PersonName.optional(),
  password: Password.optional(),
  tenantName: TenantName.optional(),
});
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;

/** A tenant that a signed-in person belongs to. */
export type TenantOfPerson = { tenantId: string; name: string };

/** A signed-in person and the tenant they look at. */
export type SessionOfPerson = {
  sessionId: string;
  personId: string;
  email: string;
  name: string;
  tenantId: string;
  tenantName: string;
  tenants: TenantOfPerson[];
};

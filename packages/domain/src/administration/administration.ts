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

/** One change that somebody made, written in the same transaction as the change. */
export const AuditEvent = z.object({
  id: z.uuid(),
  at: Instant,
  actor: z.string(),
  action: z.string().describe("Such as connection.created"),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

export const SignUpInput = z.object({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  password: z.string().min(12, "At least 12 characters").max(200),
  name: TypedText.min(1, "Tell us your name").max(100),
  tenantName: TypedText.min(1, "Name your organisation").max(100),
});
export type SignUpInput = z.infer<typeof SignUpInput>;

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

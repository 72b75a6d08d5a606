import { z } from "zod";
import { Day } from "../clockwork/day.ts";
import { AccountName, PasswordPolicy } from "./accounts.ts";
import { InlineStatement, PolicyReference, Tags } from "./permissions.ts";

const change = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), account: AccountName, day: Day, ...shape });

const name = z.string();
const actions = z.array(z.string());

/** A change of an account itself, apart from its users and roles. */
export const AccountChange = z.discriminatedUnion("kind", [
  change("oidc_provider_created", {
    host: z.string(),
    clientIds: z.array(z.string()).optional(),
    tags: Tags.default({}),
  }),
  change("saml_provider_created", { name, validDays: z.int() }),
  change("server_certificate_uploaded", { name, validDays: z.int() }),
  change("server_certificate_deleted", { name }),
  change("instance_profile_created", { name }),
  change("instance_profile_deleted", { name }),
  /** A virtual device that nobody has. */
  change("mfa_device_created", { name }),
  change("password_policy_set", PasswordPolicy.shape),
  change("group_created", {
    group: name,
    policies: z.array(PolicyReference).default([]),
    inline: z.array(InlineStatement).default([]),
  }),
  change("group_policy_attached", { group: name, policy: PolicyReference }),
  change("group_policy_detached", { group: name, policy: PolicyReference }),
  change("group_inline_replaced", { group: name, inline: z.array(InlineStatement).length(1) }),
  change("policy_created", {
    policy: name,
    path: z.string().default("/"),
    description: z.string().nullable().default(null),
    tags: Tags.default({}),
    actions,
  }),
  /** A new version becomes the default one. */
  change("policy_version_created", { policy: name, versionId: z.string(), actions }),
  change("policy_default_set", { policy: name, versionId: z.string() }),
  change("trust_anchor_created", { name, trustAnchorId: z.string() }),
  change("anywhere_profile_created", { name, role: z.string(), durationSeconds: z.int() }),
  /** A machine came with its certificate for the first time; without `usedForDays` it has come ever since. */
  change("certificate_seen", {
    host: z.string(),
    everyHours: z.number().positive(),
    usedForDays: z.int().optional(),
    enabled: z.boolean().default(true),
  }),
]);
export type AccountChange = z.infer<typeof AccountChange>;
export type ChangeKind = AccountChange["kind"];

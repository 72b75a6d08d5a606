import { z } from "zod";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";
import { AsOf, LastUseKind, ValueSource } from "./credential.ts";
import { Power } from "./trust-grade.ts";

export const Mfa = z.enum(["none", "virtual", "fido", "hardware", "unknown"]);
export const Tag = z.object({ key: z.string(), value: z.string() });
export type Tag = z.infer<typeof Tag>;

/** An inline policy as shown: its document, or why there is none. */
export const InlinePolicyView = z.object({
  name: z.string(),
  document: z.unknown().nullable().describe("Null: not valid JSON, or not readable"),
  problem: z.string().nullable().describe("Why there is no document"),
});
export type InlinePolicyView = z.infer<typeof InlinePolicyView>;

export const MfaDevice = z.object({
  kind: z.enum(["virtual", "fido", "hardware"]),
  serialNumber: z.string(),
  enabledAt: Instant.nullable(),
});
export type MfaDevice = z.infer<typeof MfaDevice>;

/** Three answers, because "could not be read" is none of the other two. */
export const Tristate = z.enum(["yes", "no", "unknown"]);
export type Tristate = z.infer<typeof Tristate>;

export const IamUser = z.object({
  id: z.uuid(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  userName: z.string(),
  userId: z.string().describe("AIDA...: a recreated name is a new user"),
  arn: z.string(),
  path: z.string(),
  createdAt: Instant,
  tags: z.array(Tag),
  groupNames: z.array(z.string()),
  attachedPolicyArns: z.array(z.string()),
  inlinePolicies: z.array(InlinePolicyView),
  permissionsBoundaryArn: z.string().nullable(),
  hasConsolePassword: z.boolean().nullable().describe("Null: could not be read"),
  hasMfa: z.boolean().nullable().describe("Whether an MFA device is active. Null: could not be read"),
  mfa: Mfa.describe(
    "The strongest kind of the user's devices. Unknown: it, or whether there is a device, could not be read",
  ),
  mfaDevices: z.array(MfaDevice).nullable().describe("Null: the devices have not been read one by one"),
  activeAccessKeys: z.number().int().nullable().describe("Null: could not be read"),
  oldestActiveKeyAgeDays: z.number().int().nullable(),
  lastActivityAt: Instant.nullable(),
  lastActivity: LastUseKind,
  power: Power.describe("What the user may do in the account, by its policies and groups"),
  firstSeenAt: Instant,
  goneAt: Instant.nullable(),
  recheckedAt: Instant.nullable().describe("When this user alone was last read anew"),
  sources: z.array(ValueSource),
});
export type IamUser = z.infer<typeof IamUser>;

export const ListUsersInput = PageInput.extend({
  awsAccountId: AwsAccountId.optional(),
  q: TypedText.max(200).optional().describe("Part of a user name"),
  hasConsolePassword: z.stringbool().optional(),
  hasActiveKey: z.stringbool().optional(),
  mfa: Mfa.optional(),
  minKeyAgeDays: z.coerce.number().int().min(0).max(36_600).optional(),
  asOf: AsOf,
  sort: z
    .enum(["userName", "-userName", "createdAt", "-createdAt", "lastActivity", "-lastActivity", "keyAge", "-keyAge"])
    .default("userName"),
});
export type ListUsersInput = z.infer<typeof ListUsersInput>;

import { z } from "zod";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";
import { ValueSource } from "./credential.ts";

export const Mfa = z.enum(["none", "virtual", "fido", "hardware", "unknown"]);
export const Tag = z.object({ key: z.string(), value: z.string() });
export type Tag = z.infer<typeof Tag>;

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
  inlinePolicyNames: z.array(z.string()),
  permissionsBoundaryArn: z.string().nullable(),
  hasConsolePassword: z.boolean().nullable().describe("Null: could not be read"),
  mfa: Mfa,
  activeAccessKeys: z.number().int().nullable().describe("Null: could not be read"),
  oldestActiveKeyAgeDays: z.number().int().nullable(),
  lastActivityAt: Instant.nullable(),
  lastActivity: z.enum(["at", "never", "unknown"]),
  firstSeenAt: Instant,
  goneAt: Instant.nullable(),
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
  sort: z
    .enum(["userName", "-userName", "createdAt", "-createdAt", "lastActivity", "-lastActivity", "keyAge", "-keyAge"])
    .default("userName"),
});
export type ListUsersInput = z.infer<typeof ListUsersInput>;

import { z } from "zod";
import { IamUser } from "../../inventory/user.ts";
import { PageInput, TypedText } from "../../primitives.ts";
import { Migration } from "../migration.ts";
import { MigrationStage } from "../stages/stage.ts";
import { Confidence } from "../target/target.ts";

/** A person or a workload, whose users may be in several accounts. */
export const IamPerson = z.object({
  id: z.uuid(),
  name: z.string().describe("The name that most of its users have"),
  confidence: Confidence.nullable().describe("How sure it is that its users are one; null: there is one user"),
  reasons: z.array(z.string()).describe("Why its users are one"),
  users: z.int(),
  accounts: z.int(),
  owner: z.string().nullable().describe("Who answers for most of its users; null: nobody is named"),
  furthestBehind: MigrationStage.nullable().describe(
    "The stage of the user that is furthest behind; null: nothing is judged",
  ),
});
export type IamPerson = z.infer<typeof IamPerson>;

/** A user of a person or workload: whether and how it can sign in, when it did, and what it may do. */
const UserOfPerson = IamUser.pick({
  id: true,
  userName: true,
  awsAccountId: true,
  accountName: true,
  hasConsolePassword: true,
  hasMfa: true,
  mfa: true,
  activeAccessKeys: true,
  oldestActiveKeyAgeDays: true,
  lastActivity: true,
  lastActivityAt: true,
  power: true,
});
export type UserOfPerson = z.infer<typeof UserOfPerson>;

export const IamPersonDetail = IamPerson.extend({
  migrations: z.array(Migration).describe("Of each of its users"),
  iamUsers: z.array(UserOfPerson).describe("Those of its users that exist, in connected accounts"),
});
export type IamPersonDetail = z.infer<typeof IamPersonDetail>;

export const ListPeopleInput = PageInput.extend({
  q: TypedText.max(200).optional().describe("Part of a name"),
  minUsers: z.coerce.number().int().min(1).max(1000).optional().describe("2: those alone that have several users"),
  sort: z.enum(["name", "-name"]).default("name"),
});
export type ListPeopleInput = z.infer<typeof ListPeopleInput>;

export const MergePeopleInput = z.object({
  ids: z
    .array(z.uuid())
    .min(2, "Name two or more")
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, "Somebody is named twice"),
});
export type MergePeopleInput = z.infer<typeof MergePeopleInput>;

export const SplitPersonInput = z.object({
  id: z.uuid(),
  userIds: z.array(z.uuid()).min(1).max(1000).describe("The users that are somebody else's; the rest stays together"),
});
export type SplitPersonInput = z.infer<typeof SplitPersonInput>;

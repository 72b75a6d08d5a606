import { z } from "zod";
import { PageInput, TypedText } from "../../primitives.ts";
import { Migration } from "../migration.ts";
import { Confidence } from "../target/target.ts";

/** A person or a workload, whose users may be in several accounts. */
export const IamPerson = z.object({
  id: z.uuid(),
  name: z.string().describe("The name that most of its users have"),
  confidence: Confidence.nullable().describe("How sure it is that its users are one; null: there is one user"),
  reasons: z.array(z.string()).describe("Why its users are one"),
  users: z.int(),
  accounts: z.int(),
});
export type IamPerson = z.infer<typeof IamPerson>;

export const IamPersonDetail = IamPerson.extend({ migrations: z.array(Migration).describe("Of each of its users") });
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

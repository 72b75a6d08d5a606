import { z } from "zod";
import { Instant } from "../primitives.ts";

/**
 * What AWS tells of a user's use of one service that its policies allow, with attempts that were denied, within the last 400 days.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceLastAccessed.html
 */
export const AccessedService = z.object({
  service: z.string().describe("The prefix of its actions, such as s3"),
  lastUsedAt: Instant.nullable().describe("Null: not within 400 days"),
  actions: z
    .array(z.object({ name: z.string(), lastUsedAt: Instant.nullable() }))
    .nullable()
    .describe("The actions that AWS tracks; null: it tracks none, or none of them was called"),
});
export type AccessedService = z.infer<typeof AccessedService>;

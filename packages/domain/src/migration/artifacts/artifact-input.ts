import { z } from "zod";
import { Tag } from "../../inventory/user.ts";
import { AwsAccountId, Partition } from "../../primitives.ts";
import { MigrationTarget } from "../target/target.ts";

/** For whom it is written: four ways to make the replacement in AWS, and what the client of it changes. */
export const ArtifactFormat = z.enum(["terraform", "cloudformation", "cdk", "cli", "client"]);
export type ArtifactFormat = z.infer<typeof ArtifactFormat>;

/** All that artefacts are written from. Names and texts may hold any character that IAM allows: each language escapes them. */
export const ArtifactInput = z.object({
  target: MigrationTarget,
  awsAccountId: AwsAccountId,
  partition: Partition,
  user: z.object({ userName: z.string(), path: z.string(), arn: z.string(), tags: z.array(Tag) }),
  role: z.object({
    roleName: z.string(),
    path: z.string(),
    maxSessionDurationSeconds: z.number().int(),
    isExisting: z.boolean().describe("The policies are attached to a role that exists; its trust policy is left alone"),
  }),
  permissions: z
    .array(z.object({ name: z.string(), document: z.record(z.string(), z.unknown()) }))
    .describe("Policy documents, each of at most 6,144 characters"),
  permissionsBoundaryArn: z.string().nullable(),
  values: z.record(z.string(), z.string()).describe("What the owner has answered so far, such as REPOSITORY"),
  region: z.string().nullable().describe("Where the user's work runs; null: not known"),
});
export type ArtifactInput = z.infer<typeof ArtifactInput>;

export const ArtifactFile = z.object({ name: z.string(), contentType: z.string(), body: z.string() });
export type ArtifactFile = z.infer<typeof ArtifactFile>;

import { z } from "zod";
import { ArtifactFile, ArtifactFormat } from "./artifacts/artifact-input.ts";
import { Break } from "./replacement/breaks/breaks-of.ts";
import { Coverage } from "./replacement/coverage/coverage.ts";
import { FittingRole } from "./replacement/coverage/roles-that-fit.ts";
import { PermissionsProposal } from "./replacement/permissions/proposal.ts";
import type { OwnersValue } from "./replacement/successor-trust.ts";

/** A value that only the owner knows, as it is asked for. */
export const AskedValue = z.object({
  name: z.string(),
  question: z.string(),
  example: z.string(),
  pattern: z.string().describe("A regular expression that the value has to match"),
  value: z.string().nullable().describe("Null: nobody has answered"),
});
export type AskedValue = z.infer<typeof AskedValue>;

export const askedValue = (asked: OwnersValue, values: Readonly<Record<string, string>>): AskedValue => ({
  name: asked.name,
  question: asked.question,
  example: asked.example,
  pattern: asked.pattern.source,
  value: values[asked.name] ?? null,
});

const Commands = z.object({ sentence: z.string(), commands: z.array(z.string()) });

/** What should take the place of a user, and what is to be done for it. */
export const MigrationReplacement = z.object({
  roleName: z.string().describe("The role that takes over, or the name that a new one would have"),
  isExisting: z.boolean(),
  trustPolicy: z.unknown().nullable().describe("Null: the target needs no trust policy of ours"),
  values: z.array(AskedValue),
  permissions: PermissionsProposal,
  coverage: Coverage.describe("Of the role that takes over, or of what is proposed"),
  coversExisting: z.boolean().describe("Whether the coverage is of a role that exists"),
  fittingRoles: z.array(FittingRole).describe("Existing roles that could take over, the best first"),
  breaks: z.array(Break),
  next: Commands.extend({ wayBack: Commands.nullable().describe("Null: there is none") })
    .nullable()
    .describe("The next step with its commands; null: it is at its end"),
  artifactFormats: z.array(ArtifactFormat),
});
export type MigrationReplacement = z.infer<typeof MigrationReplacement>;

export const MigrationArtifacts = z.object({
  files: z.array(ArtifactFile),
  why: z.string().nullable().describe("Why there is no file; null: there is one"),
  missing: z.array(AskedValue).describe("What only the owner knows, and stands in the files as a variable"),
});
export type MigrationArtifacts = z.infer<typeof MigrationArtifacts>;

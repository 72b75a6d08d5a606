import { z } from "zod";
import { CredentialKind } from "../../inventory/credential.ts";
import { Day, Instant } from "../../primitives.ts";
import { MigrationStage } from "../stages/stage.ts";

export const UseRun = z.object({
  from: Day,
  to: Day.describe("Inclusive"),
  state: z
    .enum(["used", "quiet", "unknown"])
    .describe("quiet: a scan knows that it was not used; unknown: none can tell"),
});
export type UseRun = z.infer<typeof UseRun>;

const Lane = z.object({
  id: z.uuid().describe("The record of the credential, or of the role"),
  name: z.string().nullable().describe("Access key id, or name; null: its type has one of it"),
  firstDay: Day.describe("When it was made, as far as that is known, else first seen"),
  goneOn: Day.nullable().describe("When a scan did not find it any more; null: it is there"),
  runs: z.array(UseRun).describe("What is known of its use, day by day"),
});

/** Use of the old way and of the new one on one axis, with the stages. */
export const MigrationTimeline = z.object({
  from: Day,
  to: Day,
  credentials: z.array(Lane.extend({ kind: CredentialKind })).describe("Also those that are deleted"),
  roles: z.array(Lane).describe("The roles that were named to take over"),
  stages: z.array(z.object({ stage: MigrationStage, from: Instant, to: Instant.nullable() })),
});
export type MigrationTimeline = z.infer<typeof MigrationTimeline>;

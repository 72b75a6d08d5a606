import { z } from "zod";
import type { MigrationDetail } from "../migration.ts";
import { MOVING_STAGES } from "../stages/stage.ts";
import type { EvidenceEntry } from "./evidence.ts";

/** What an entry of an attestation holds. */
export const AttestedContent = z.object({ stage: z.enum(MOVING_STAGES), statement: z.string(), by: z.string() });

/** What members attest, of the entries of one user. */
export const attestationsOf = (entries: readonly EvidenceEntry[]): MigrationDetail["attestations"] =>
  entries
    .filter(({ kind }) => kind === "attested")
    .map(({ at, content }) => ({ ...AttestedContent.parse(content), at }));

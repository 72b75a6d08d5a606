import {
  certificateOf,
  type EvidenceFormat,
  type EvidencePack,
  type MigrationCertificate,
  type WrittenFile,
} from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { fileNameOf } from "../file-name.ts";
import { readCampaignPack, readMigrationPack } from "./evidence-pack.ts";
import { renderPackPdf } from "./pack-pdf.ts";

const WRITERS: Readonly<Record<EvidenceFormat, (pack: EvidencePack) => Promise<Omit<WrittenFile, "fileName">>>> = {
  json: async (pack) => ({
    ...{ contentType: "application/json", encoding: "utf8", body: `${JSON.stringify(pack, null, 2)}\n` },
  }),
  pdf: async (pack) => {
    const body = (await renderPackPdf(pack)).toString("base64");
    return { contentType: "application/pdf", encoding: "base64", body };
  },
};

async function written(pack: EvidencePack, format: EvidenceFormat): Promise<WrittenFile> {
  const day = pack.generatedAt.toISOString().slice(0, 10);
  return { fileName: fileNameOf(`evidence ${pack.title} ${day}`, format), ...(await WRITERS[format](pack)) };
}

/** What is on record of a user's migration, as a file. @throws AppError NOT_FOUND */
export const writeMigrationEvidence = async (
  ctx: Ctx,
  { userId, format }: { userId: string; format: EvidenceFormat },
): Promise<WrittenFile> => written(await readMigrationPack(ctx, userId), format);

/** That a user is gone for good, with what proves it; null: its migration is not at its end. @throws AppError NOT_FOUND */
export const getMigrationCertificate = async (
  ctx: Ctx,
  { userId }: { userId: string },
): Promise<MigrationCertificate | null> => certificateOf(await readMigrationPack(ctx, userId));

/** What is on record of the migrations of a campaign, as a file. @throws AppError NOT_FOUND; INVALID for more than 1,000 users */
export const writeCampaignEvidence = async (
  ctx: Ctx,
  { id, format }: { id: string; format: EvidenceFormat },
): Promise<WrittenFile> => written(await readCampaignPack(ctx, id), format);

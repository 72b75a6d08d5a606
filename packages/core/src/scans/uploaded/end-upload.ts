import { type TenantTx, uploads } from "@rolecall/db";
import { found } from "../../found.ts";

/** Ends an upload without a landing. Nothing of its files is kept. */
export async function failUpload(tx: TenantTx, id: string, error: string): Promise<void> {
  await uploads.deleteFacts(tx, id);
  await uploads.setUpload(tx, { id, statuses: ["receiving", "received"] }, { status: "failed", error });
}

/** Ends the upload behind a scan that does not land. */
export async function failUploadOf(tx: TenantTx, scanId: string, error: string): Promise<void> {
  const upload = await uploads.findUploadOfScan(tx, scanId);
  if (upload) await failUpload(tx, upload.id, error);
}

/** Notes that the upload behind a scan has landed. Its facts are in the inventory now, and nothing else of its files is kept. */
export async function finishUpload(tx: TenantTx, scanId: string): Promise<void> {
  const { id, status } = found(await uploads.findUploadOfScan(tx, scanId), "upload");
  await uploads.deleteFacts(tx, id);
  await uploads.setUpload(tx, { id, statuses: [status] }, { status: "landed" });
}

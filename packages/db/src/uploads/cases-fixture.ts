import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as uploads from "./index.ts";

export const CASES: CasesOf<typeof uploads> = {
  countOpenUploads: (tx) => uploads.countOpenUploads(tx),
  countFacts: (tx, { uploadId }) => uploads.countFacts(tx, uploadId),
  countParts: (tx, { uploadId }) => uploads.countParts(tx, uploadId, ["users"]),
  deleteFacts: (tx, { uploadId }) => uploads.deleteFacts(tx, uploadId, ["users"]),
  findUpload: (tx, { uploadId }) => uploads.findUpload(tx, uploadId),
  findUploadOfScan: (tx, { uploadedScanId }) => uploads.findUploadOfScan(tx, uploadedScanId),
  hasFacts: (tx, { uploadId }) => uploads.hasFacts(tx, uploadId, ["users"]),
  holdReceiving: (tx, { uploadId }) => uploads.holdReceiving(tx, uploadId),
  insertPart: (tx, { tenantId, uploadId }) =>
    uploads.insertPart(tx, tenantId, { uploadId, seq: 9, kind: "roles", facts: ["{}"] }),
  insertUpload: (tx, { tenantId, email: uploadedBy }) =>
    uploads.insertUpload(tx, tenantId, {
      id: uuidv7(),
      status: "receiving",
      observedAt: null,
      uploadedBy,
      createdAt: AT,
    }),
  readFacts: (tx, { uploadId }) => uploads.readFacts(tx, uploadId, "users"),
  setUpload: (tx, { uploadId: id }) => uploads.setUpload(tx, { id, statuses: ["receiving"] }, { observedAt: AT }),
  staleUploads: { asSystem: (tx) => uploads.staleUploads(tx, NOW) },
};

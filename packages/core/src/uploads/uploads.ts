import { accounts, type TenantTx, uploads } from "@rolecall/db";
import {
  AppError,
  type AwsAccount,
  type CompleteUploadInput,
  type CreateUploadInput,
  type Scan,
  UPLOAD_FILES,
  type Upload,
  type UploadFile,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { assertWithinQuota } from "../quotas.ts";
import { enqueueScan, insertScan } from "../scans/request-scan.ts";
import { failUpload } from "../scans/uploaded/end-upload.ts";
import type { Routine } from "../work/routine.ts";
import { stateOfFile } from "./part-writer.ts";

type Row = uploads.UploadRow;

const STALE_AFTER_MS = 60 * 60_000;

/** What parts of each kind hold, and whether a part of it is there at all. */
async function readReceived(tx: TenantTx, uploadId: string): Promise<NonNullable<Upload["received"]>> {
  const rows = await uploads.countFacts(tx, uploadId);
  const count = (kind: string) => rows.find((row) => row.kind === kind)?.count ?? 0;
  return {
    users: count("user"),
    roles: count("role"),
    groups: count("group"),
    policies: count("policy"),
    reportRows: count("report_row"),
  };
}

const OPEN = ["receiving", "received"] as const;

async function toUpload(tx: TenantTx, { partition: _, ...row }: Row): Promise<Upload> {
  const isOpen = OPEN.some((status) => status === row.status);
  return {
    ...row,
    observedAt: row.observedAt ?? row.createdAt,
    received: isOpen ? await readReceived(tx, row.id) : null,
  };
}

/** @throws AppError NOT_FOUND */
export const findUploadRow = async (tx: TenantTx, id: string): Promise<Row> =>
  found(await uploads.findUpload(tx, id), "upload");

/**
 * Begins an upload: its files follow one by one, then it is completed.
 *
 * @throws AppError INVALID if `observedAt` is in the future; CONFLICT where as many are open as there can be, which bounds what is staged.
 */
export function createUpload(ctx: Ctx, input: CreateUploadInput): Promise<Upload> {
  if (input.observedAt && input.observedAt > ctx.now()) {
    throw new AppError("INVALID", "observedAt: the files cannot have been made in the future", {
      details: { field: "observedAt" },
    });
  }
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    assertWithinQuota("openUploads", await uploads.countOpenUploads(tx));
    const id = ctx.newId();
    await uploads.insertUpload(tx, ctx.tenantId, {
      id,
      status: "receiving",
      observedAt: input.observedAt ?? null,
      uploadedBy: ctx.actor.label,
      createdAt: ctx.now(),
    });
    await audit(ctx, tx, "upload.created", id);
    return toUpload(tx, await findUploadRow(tx, id));
  });
}

/** @throws AppError NOT_FOUND */
export const getUpload = (ctx: Ctx, input: { id: string }): Promise<Upload> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => toUpload(tx, await findUploadRow(tx, input.id)));

/** @throws AppError CONFLICT if the authorization details have not come, or a file has come in part: what lacks would count as deleted. */
async function assertWhole(tx: TenantTx, uploadId: string): Promise<void> {
  for (const [file, { required }] of Object.entries(UPLOAD_FILES) as [UploadFile, { required: boolean }][]) {
    const state = await stateOfFile(tx, { uploadId, file });
    if (state === "whole" || (state === "none" && !required)) continue;
    const why =
      state === "none"
        ? `The upload has no ${file} yet. Upload ${file} first.`
        : `${file}: this file has not come as a whole. Send it again, then complete.`;
    throw new AppError("CONFLICT", why, { details: { field: file } });
  }
}

/** The account that the files are of: a new one, or one that was known by uploads or is disconnected. */
async function accountOfUpload(ctx: Ctx, tx: TenantTx, row: Row, name: string | undefined): Promise<AwsAccount> {
  const { awsAccountId, partition } = row;
  if (!awsAccountId || !partition) {
    const why = "authorization-details: no ARN in it names an account. Upload the details of an account.";
    throw new AppError("CONFLICT", why, { details: { field: "authorization-details" } });
  }
  const known = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (known && known.status !== "uploaded" && known.status !== "disconnected") {
    throw new AppError(
      "CONFLICT",
      `Account ${awsAccountId} (${known.name}) is connected and scanned. Files are for accounts without a connection: scan it instead, or disconnect it first.`,
    );
  }
  if (!known) assertWithinQuota("accounts", await accounts.countAccounts(tx));
  const status = "uploaded" as const;
  const created = {
    id: ctx.newId(),
    awsAccountId,
    partition,
    name: name ?? awsAccountId,
    status,
    createdAt: ctx.now(),
  };
  const changes = { status, statusReason: null, connectionId: null, ...(name ? { name } : {}) };
  await accounts.putAccount(tx, ctx.tenantId, created, changes);
  return found(await accounts.findAccountByAwsId(tx, awsAccountId), "account");
}

/**
 * Lands the files as the account's inventory: the scan tells how far it is.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the authorization details have not come, the upload has ended, or the account is
 * connected.
 */
export async function completeUpload(ctx: Ctx, input: CompleteUploadInput): Promise<Scan> {
  const scan = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await findUploadRow(tx, input.id);
    if (row.status !== "receiving") {
      throw new AppError("CONFLICT", `This upload is ${row.status}. ${row.error ?? "Begin a new one."}`);
    }
    await assertWhole(tx, row.id);
    const account = await accountOfUpload(ctx, tx, row, input.name);
    const { id } = await insertScan(ctx, tx, account.id, "requested", { kind: "upload" });
    if (await uploads.findUploadOfScan(tx, id)) {
      throw new AppError(
        "CONFLICT",
        `Another upload of account ${account.awsAccountId} is just landing. Complete this one when it has landed.`,
      );
    }
    await uploads.setUpload(tx, { id: row.id, statuses: [row.status] }, { status: "received", scanId: id });
    await audit(ctx, tx, "upload.completed", row.id, { awsAccountId: account.awsAccountId });
    return found(await accounts.findScan(tx, id, ctx.now()), "scan");
  });
  await enqueueScan(ctx, ctx.tenantId, scan, { priority: 1 });
  return scan;
}

/** Ends uploads that nobody completed within the hour, so that nothing of their files stays. */
export const staleUploads: Routine = {
  name: "stale uploads",
  due: (tx, { now }) => uploads.staleUploads(tx, new Date(now.getTime() - STALE_AFTER_MS)),
  perform: ({ tx, id }) =>
    failUpload(tx, id, "It was not completed within an hour: nothing of it was kept. Begin a new upload."),
};

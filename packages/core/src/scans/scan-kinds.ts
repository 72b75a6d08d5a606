import type { TenantTx } from "@rolecall/db";
import { type AccountReading, AppError, type ReadingHead, type ReadingProgress, type ScanKind } from "@rolecall/domain";
import type { Ctx, WorkerDeps } from "../context.ts";
import { readUpload } from "../uploads/read-upload.ts";
import { finishUpload } from "../uploads/uploads.ts";
import {
  type Landed,
  landInventory,
  landSlowLane,
  landUser,
  readPreviousUsers,
  readSlowLaneUsers,
} from "./landing/land.ts";
import type { Claimed } from "./scan-run.ts";

export type ReadingContext = {
  deps: WorkerDeps;
  ctx: Ctx;
  run: Claimed;
  signal: AbortSignal;
  onProgress: (progress: ReadingProgress) => void;
};

/** What a scan has read, and how it is landed. */
export type ScanReading = {
  head: ReadingHead;
  /** The account's alias; absent where it was not read. */
  alias?: { alias: string | null };
  /** As of when the facts hold. */
  asOf: Date;
  land: (tx: TenantTx) => Promise<Landed>;
};

/** Where to read, and who asks. */
function inAccount({ run, signal, onProgress }: ReadingContext) {
  if (!run.access) throw new AppError("CONFLICT", `Account ${run.awsAccountId} has no role to read with`);
  const { roleArn, externalId, connectionId, callCeilingPerSecond } = run.access;
  const session = { readingId: run.scanId, expectedAwsAccountId: run.awsAccountId };
  return { roleArn, externalId, connectionId, callCeilingPerSecond, ...session, signal, onProgress };
}

const landedAs = ({ run }: ReadingContext, asOf: Date) => ({
  accountId: run.accountId,
  awsAccountId: run.awsAccountId,
  scanId: run.scanId,
  asOf,
});

/** An account without an alias is one thing, an alias that was not readable another. */
const aliasOf = ({ alias, coverage }: AccountReading): Pick<ScanReading, "alias"> =>
  coverage.some((entry) => entry.resource === "account_alias" && entry.state === "read") ? { alias: { alias } } : {};

async function readInventory(context: ReadingContext): Promise<ScanReading> {
  const { deps, ctx, run } = context;
  const asOf = ctx.now();
  const previousUsers = await ctx.db.inTenant(ctx.tenantId, (tx) => readPreviousUsers(tx, run.accountId));
  const reading = await deps.aws.readAccount({ ...inAccount(context), previousUsers });
  const input = { ...landedAs(context, asOf), reading, isUpload: false };
  return { head: reading, ...aliasOf(reading), asOf, land: (tx) => landInventory(ctx, tx, input) };
}

async function readSlowLane(context: ReadingContext): Promise<ScanReading> {
  const { deps, ctx, run } = context;
  const asOf = ctx.now();
  const users = await ctx.db.inTenant(ctx.tenantId, (tx) => readSlowLaneUsers(tx, run.accountId));
  const reading = await deps.aws.readSlowLane({ ...inAccount(context), users, packs: run.access?.packs ?? [] });
  return { head: reading, asOf, land: (tx) => landSlowLane(ctx, tx, { ...landedAs(context, asOf), reading }) };
}

async function readOneUser(context: ReadingContext): Promise<ScanReading> {
  const { deps, ctx, run } = context;
  const asOf = ctx.now();
  const id = run.userRecordId ?? "";
  const user = await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.iamUser.findUniqueOrThrow({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } }),
  );
  const { userName, userId } = user;
  const reading = await deps.aws.readUser({ ...inAccount(context), userName, userId });
  const input = { ...landedAs(context, asOf), userRecordId: id, reading };
  return { head: reading, asOf, land: (tx) => landUser(ctx, tx, input) };
}

/** An upload's facts hold as of when AWS made them, which may be long ago. */
async function takeUpload(context: ReadingContext): Promise<ScanReading> {
  const { ctx, run } = context;
  const { reading, asOf } = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const upload = await tx.upload.findFirst({ where: { scanId: run.scanId } });
    if (!upload) throw new AppError("CONFLICT", "The files of this upload are not there any more. Upload them again.");
    return { ...(await readUpload(ctx, tx, run.scanId)), asOf: upload.observedAt ?? upload.createdAt };
  });
  const input = { ...landedAs(context, asOf), reading, isUpload: true };
  const land = async (tx: TenantTx) => {
    const landed = await landInventory(ctx, tx, input);
    await finishUpload(tx, run.scanId);
    return landed;
  };
  return { head: reading, ...aliasOf(reading), asOf, land };
}

/** How each kind of scan gets its facts. */
export const READERS: Record<ScanKind, (context: ReadingContext) => Promise<ScanReading>> = {
  inventory: readInventory,
  slow_lane: readSlowLane,
  recheck: readOneUser,
  upload: takeUpload,
};

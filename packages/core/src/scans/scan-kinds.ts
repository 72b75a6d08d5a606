import { landing, type TenantTx } from "@rolecall/db";
import {
  type AccountReading,
  AppError,
  type AwsAccount,
  nextScanAt,
  nextSlowLaneAt,
  previousUsers,
  type ReadingHead,
  type ReadingProgress,
  type ScanChanges,
  type ScanKind,
} from "@rolecall/domain";
import type { Ctx, WorkerDeps } from "../context.ts";
import { landInventory } from "./landing/land-inventory.ts";
import { landSlowLane } from "./landing/land-slow-lane.ts";
import { landUser } from "./landing/land-user.ts";
import type { LandingContext } from "./landing/landing-context.ts";
import type { Claimed } from "./scan-run.ts";
import { finishUpload } from "./uploaded/end-upload.ts";
import { readUpload } from "./uploaded/read-upload.ts";

export type ReadingContext = {
  deps: Pick<WorkerDeps, "aws">;
  ctx: Ctx;
  run: Claimed;
  signal: AbortSignal;
  onProgress: (progress: ReadingProgress) => void;
  /** Lands what has been read so far, and says that the rest is to come. */
  landFirstLook: (read: ReadScan) => Promise<void>;
};

/** What a scan has read, and how its rows are landed. */
export type ReadScan = {
  head: ReadingHead;
  /** The account's alias; absent where it was not read. */
  alias?: { alias: string | null };
  /** As of when the facts hold. */
  asOf: Date;
  land: (landing: LandingContext) => Promise<ScanChanges>;
};

/** Where to read, and who asks. */
function inAccount({ run, signal, onProgress }: ReadingContext) {
  if (!run.access) throw new AppError("CONFLICT", `Account ${run.awsAccountId} has no role to read with`);
  const { roleArn, externalId, connectionId, callCeilingPerSecond } = run.access;
  const session = { readingId: run.scanId, expectedAwsAccountId: run.awsAccountId };
  return { roleArn, externalId, connectionId, callCeilingPerSecond, ...session, signal, onProgress };
}

const inTenant = <T>({ ctx }: ReadingContext, work: (tx: TenantTx) => Promise<T>): Promise<T> =>
  ctx.db.inTenant(ctx.tenantId, work);

/** An account without an alias is one thing, an alias that was not readable another. */
const aliasOf = ({ alias, coverage }: AccountReading): Pick<ReadScan, "alias"> =>
  coverage.some((entry) => entry.resource === "account_alias" && entry.state === "read") ? { alias: { alias } } : {};

async function readInventory(context: ReadingContext): Promise<ReadScan> {
  const { deps, ctx, run } = context;
  let asOf = ctx.now();
  const { users, credentials } = await inTenant(context, (tx) => landing.readKnownUsers(tx, run.accountId));
  const known = previousUsers(users, credentials);
  const readOf = (reading: AccountReading): ReadScan => ({
    head: reading,
    ...aliasOf(reading),
    asOf,
    land: (landed) => landInventory(landed, reading),
  });
  const onFirstLook = (reading: AccountReading): Promise<void> => {
    const first = readOf(reading);
    // What is read from here on is newer: the history of each thing goes on by its own instants.
    asOf = new Date(Math.max(ctx.now().getTime(), asOf.getTime() + 1));
    return context.landFirstLook(first);
  };
  const isFirst = known.length === 0;
  const reading = await deps.aws.readAccount({
    ...inAccount(context),
    previousUsers: known,
    ...(isFirst ? { onFirstLook } : {}),
  });
  return readOf(reading);
}

async function readSlowLane(context: ReadingContext): Promise<ReadScan> {
  const { deps, ctx, run } = context;
  const asOf = ctx.now();
  const users = await inTenant(context, (tx) => landing.readSlowLaneUsers(tx, run.accountId));
  const reading = await deps.aws.readSlowLane({ ...inAccount(context), users, packs: run.access?.packs ?? [] });
  return { head: reading, asOf, land: (landed) => landSlowLane(landed, reading) };
}

async function readOneUser(context: ReadingContext): Promise<ReadScan> {
  const { deps, ctx, run } = context;
  const asOf = ctx.now();
  const user = await inTenant(context, (tx) => landing.findUserOfAccount(tx, run.userRecordId ?? ""));
  if (!user) throw new AppError("NOT_FOUND", `The account has no user ${run.userRecordId}`);
  const { userName, userId } = user;
  const reading = await deps.aws.readUser({ ...inAccount(context), userName, userId });
  return { head: reading, asOf, land: (landed) => landUser(landed, reading) };
}

/** An upload's facts hold as of when AWS made them, which may be long ago. */
async function takeUpload(context: ReadingContext): Promise<ReadScan> {
  const { scanId } = context.run;
  const { reading, observedAt } = await inTenant(context, (tx) => readUpload(tx, scanId));
  const land: ReadScan["land"] = async (landed) => {
    const changes = await landInventory(landed, reading);
    await finishUpload(landed.tx, scanId);
    return changes;
  };
  return { head: reading, ...aliasOf(reading), asOf: observedAt, land };
}

/** What has landed, and its account as it was before. */
type AfterLanding = Pick<LandingContext, "account" | "scanId" | "asOf"> & { incomplete: string | null };
type AccountAfter = Partial<Pick<AwsAccount, keyof landing.LandedAccount & keyof AwsAccount>>;

/** The scan whose inventory is shown from now on. */
const shown = ({ scanId, asOf }: AfterLanding) => ({ lastScanId: scanId, lastScanAt: asOf });

function afterInventory(landed: AfterLanding): AccountAfter {
  const { account, asOf, incomplete } = landed;
  // An account that was suspended meanwhile stays so, and off the schedule.
  if (account.status === "suspended") return shown(landed);
  return {
    ...shown(landed),
    status: incomplete === null ? "ok" : "partial",
    statusReason: incomplete,
    nextScanAt: nextScanAt(account.id, asOf, account.scanEveryHours),
    // What has no bulk call is read as soon as it is known of whom.
    nextSlowLaneAt: account.nextSlowLaneAt ?? asOf,
  };
}

type ScanKindRules = {
  /** How its facts are got. */
  read: (context: ReadingContext) => Promise<ReadScan>;
  /** Whether a newer inventory makes it worthless. What the slow lane reads, no inventory has. */
  isOutdatedByInventory: boolean;
  /** Whether it reads kinds of resource as a whole: one user does not make a kind read. */
  readsKinds: boolean;
  /** Whether it reads the whole account, which makes the account's row of the day. */
  readsAccount: boolean;
  /** What it means for its account: only a scan of the whole account says how it is. */
  accountAfter: (landed: AfterLanding) => AccountAfter;
};

export const SCAN_KINDS: Readonly<Record<ScanKind, ScanKindRules>> = {
  inventory: {
    read: readInventory,
    isOutdatedByInventory: true,
    readsKinds: true,
    readsAccount: true,
    accountAfter: afterInventory,
  },
  upload: {
    read: takeUpload,
    isOutdatedByInventory: true,
    readsKinds: true,
    readsAccount: true,
    accountAfter: (landed) => ({ ...shown(landed), status: "uploaded", statusReason: landed.incomplete }),
  },
  slow_lane: {
    read: readSlowLane,
    isOutdatedByInventory: false,
    readsKinds: true,
    readsAccount: false,
    accountAfter: ({ account, asOf }) => ({ lastSlowLaneAt: asOf, nextSlowLaneAt: nextSlowLaneAt(account.id, asOf) }),
  },
  recheck: {
    read: readOneUser,
    isOutdatedByInventory: true,
    readsKinds: false,
    readsAccount: false,
    accountAfter: () => ({}),
  },
};

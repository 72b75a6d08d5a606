import type { AwsAccount, ReadingHead, Scan } from "@rolecall/domain";
import type { Freshness } from "../accounts/freshness.ts";
import type { Prisma } from "../generated/client.ts";
import { clientOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** What becomes of a scan that has landed. */
export type LandedScan = Pick<ReadingHead, "apiCalls" | "coverage" | "problems"> &
  Pick<Scan, "counts" | "changes"> & { status: "complete" | "partial"; finishedAt: Date };

const asJson = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;

export async function setLandedScan(tx: TenantTx, scanId: string, scan: LandedScan): Promise<void> {
  const { status, finishedAt, ...json } = scan;
  await clientOf(tx).scan.updateMany({
    where: { id: scanId },
    data: {
      status,
      finishedAt,

      apiCalls: asJson(json.apiCalls),
      coverage: asJson(json.coverage),
      problems: asJson(json.problems),
      counts: asJson(json.counts),
      changes: asJson(json.changes),
    },
  });
}

/** Shows what a scan that goes on has landed so far. */
export async function setFirstLook(
  tx: TenantTx,
  scanId: string,
  { firstLookAt, ...json }: Omit<LandedScan, "status" | "finishedAt"> & { firstLookAt: Date },
): Promise<void> {
  await clientOf(tx).scan.updateMany({
    where: { id: scanId },
    data: {
      firstLookAt,
      apiCalls: asJson(json.apiCalls),
      coverage: asJson(json.coverage),
      problems: asJson(json.problems),
      counts: asJson(json.counts),
      changes: asJson(json.changes),
    },
  });
}

/** What a landing says of its account; what is absent stays. */
export type LandedAccount = Partial<
  Pick<
    AwsAccount,
    | "alias"
    | "lastScanId"
    | "lastScanAt"
    | "status"
    | "statusReason"
    | "nextScanAt"
    | "lastSlowLaneAt"
    | "nextSlowLaneAt"
  >
> &
  Pick<AwsAccount, "users" | "roles" | "credentials"> & { freshness: Freshness };

export async function setLandedAccount(tx: TenantTx, accountId: string, account: LandedAccount): Promise<void> {
  const { freshness, ...columns } = account;
  await clientOf(tx).awsAccount.updateMany({
    where: { id: accountId },
    data: { ...columns, freshness: asJson(freshness) },
  });
}

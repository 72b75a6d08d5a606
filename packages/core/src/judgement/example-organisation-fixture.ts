import { DEFAULT_VENDOR } from "@rolecall/aws-emulator";
import { READ_PERMISSIONS } from "@rolecall/domain";
import {
  EXAMPLE_ACCOUNTS,
  type ExampleOrganisationOptions,
  exampleOrganisation,
  MANAGEMENT_ACCOUNT_ID,
} from "@rolecall/example-organisation";
import { renderSummary } from "@rolecall/reports";
import { createConnection, requestVerification, updateConnection } from "../connections/connections.ts";
import { verifyConnection } from "../connections/verify-connection.ts";
import { type Ctx, systemCtx, type WorkerDeps } from "../context.ts";
import { emulateAws, jobRun } from "../emulated-customer-fixture.ts";
import { discoverOrganization } from "../organizations/discover-organization.ts";
import {
  getOrganization,
  listOrganizationAccounts,
  selectOrganizationAccounts,
} from "../organizations/organizations.ts";
import { verifyMembers } from "../organizations/verify-members.ts";
import { listAccounts } from "../scans/request-scan.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { queueScheduledScan } from "../scans/scan-schedule.ts";
import { makeTenant, testDeps } from "../testing/index.ts";

/** The day on which the example's year ends, its day 365. */
export const ENDS_AT = new Date("2026-11-22T09:30:00Z");
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The example's organisation, connected. */
export type ConnectedExample = {
  ctx: Ctx;
  /** Moves the clock of the example and of the product. */
  goTo(at: Date): void;
  /** Takes up accounts that have joined the organisation since. */
  discover(): Promise<void>;
  /** Scans all accounts, or these, two at a time. */
  scan(kind: "inventory" | "slow_lane", awsAccountIds?: readonly string[]): Promise<void>;
};

/** The example's organisation, connected at its management account at an instant, as the product's demo does it. */
export async function connectExample(
  at: Date,
  told: Pick<ExampleOrganisationOptions, "isTold"> = {},
): Promise<ConnectedExample> {
  let now = at;
  const { ctx, tenantId } = await makeTenant(testDeps({ now: () => now }));
  const connection = await createConnection(ctx, {
    name: "Fernhill organisation",
    kind: "organization",
    partition: "aws",
    packs: ["cloudtrail", "roles_anywhere"],
  });
  const { emulator, aws } = await emulateAws(
    exampleOrganisation({
      endsAt: ENDS_AT,
      vendor: DEFAULT_VENDOR,
      readerActions: READ_PERMISSIONS.map(({ action }) => action),
      externalIdOf: () => connection.externalId,
      ...told,
    }),
  );
  const deps: WorkerDeps = { ...testDeps({ now: () => now }), aws, mail: null, renderSummary, log: SILENT };
  const worker = systemCtx(deps, tenantId);
  const payload = { tenantId, connectionId: connection.id };
  const goTo = (next: Date) => {
    now = next;
    emulator.setNow(next);
  };
  goTo(at);
  await connect(deps, worker, connection.id);
  return {
    ctx,
    goTo,
    discover: async () => {
      await discoverOrganization.handle(deps, payload, jobRun());
      await verifyMembers.handle(deps, payload, jobRun());
    },
    scan: async (kind, awsAccountIds) => {
      const { items } = await listAccounts(worker, { limit: 200 });
      const asked = items.filter(({ awsAccountId }) => awsAccountIds?.includes(awsAccountId) ?? true);
      const scanNext = async (): Promise<void> => {
        for (let account = asked.shift(); account; account = asked.shift()) {
          const scanId = await queueScheduledScan(worker, { accountId: account.id, kind });
          await scanAccount.handle(deps, { tenantId, accountId: account.id, scanId }, jobRun());
        }
      };
      await Promise.all([scanNext(), scanNext()]);
    },
  };
}

async function connect(deps: WorkerDeps, ctx: Ctx, connectionId: string): Promise<void> {
  const { tenantId } = ctx;
  const roleArn = `arn:aws:iam::${MANAGEMENT_ACCOUNT_ID}:role/RolecallReadOnly`;
  await updateConnection(ctx, { id: connectionId, roleArn });
  await requestVerification(ctx, { id: connectionId });
  await verifyConnection.handle(deps, { tenantId, connectionId }, jobRun());
  await discoverOrganization.handle(deps, { tenantId, connectionId }, jobRun());
  const connected = new Set(EXAMPLE_ACCOUNTS.filter((one) => one.connected).map(({ awsAccountId }) => awsAccountId));
  const { units } = await getOrganization(ctx, { connectionId });
  const { items } = await listOrganizationAccounts(ctx, { connectionId, limit: 200 });
  await selectOrganizationAccounts(ctx, {
    connectionId,
    unitIds: (units ?? []).filter(({ parentId }) => parentId === null).map(({ unitId }) => unitId),
    accountIds: [],
    leftOutAccountIds: items.map(({ awsAccountId }) => awsAccountId).filter((id) => !connected.has(id)),
  });
  await verifyMembers.handle(deps, { tenantId, connectionId }, jobRun());
}

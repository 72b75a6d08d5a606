import { DEFAULT_VENDOR } from "@rolecall/aws-emulator";
import { type Change, ListChangesInput, READ_PERMISSIONS } from "@rolecall/domain";
import { EXAMPLE_ACCOUNTS, exampleOrganisation } from "@rolecall/example-organisation";
import { expect, it } from "vitest";
import { type Connected, connectCustomer, emulateAws, jobRun } from "../emulated-customer-fixture.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { queueScheduledScan } from "../scans/scan-schedule.ts";
import { listChanges } from "./changes.ts";

const MS_PER_DAY = 86_400_000;
const ENDS_AT = new Date("2026-11-01T12:00:00Z");
const DAYS_BEFORE_END = [360, 180, 0];

async function scan({ ctx, deps, tenantId, accountId }: Connected, kind: "inventory" | "slow_lane"): Promise<void> {
  const scanId = await queueScheduledScan(ctx, { accountId, kind });
  await scanAccount.handle(deps, { tenantId, accountId, scanId }, jobRun());
}

async function changesOf({ ctx }: Connected): Promise<Change[]> {
  const changes: Change[] = [];
  let cursor: string | undefined;
  do {
    const page = await listChanges(ctx, ListChangesInput.parse({ limit: 200, cursor }));
    changes.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return changes;
}

const CONNECTED = EXAMPLE_ACCOUNTS.filter(({ connected }) => connected);

it.each(CONNECTED)(
  "each change of a year of $name says which fields changed, before and after, in words",
  async (of) => {
    const readerActions = READ_PERMISSIONS.map(({ action }) => action);
    const aws = await emulateAws(exampleOrganisation({ endsAt: ENDS_AT, vendor: DEFAULT_VENDOR, readerActions }));
    let customer: Connected | null = null;
    for (const days of DAYS_BEFORE_END) {
      aws.emulator.setNow(new Date(ENDS_AT.getTime() - days * MS_PER_DAY));
      if (!aws.emulator.state().accounts.has(of.awsAccountId)) continue;
      customer ??= await connectCustomer({ aws, awsAccountId: of.awsAccountId });
      for (const kind of ["inventory", "slow_lane"] as const) await scan(customer, kind);
    }
    const changes = customer ? await changesOf(customer) : [];
    expect(changes).not.toEqual([]);
    const wordless = changes.filter(
      ({ change, summary, fields }) =>
        / changed$|nothing changed|→|undefined/.test(summary) || (change === "changed" && fields.length === 0),
    );
    expect(wordless.map(({ summary }) => summary)).toEqual([]);
  },
  120_000,
);

import { accountOf, type EmulatedAccount, SMALL_WORLD } from "@rolecall/aws-emulator";
import type { OrganizationAccount } from "@rolecall/domain";
import { createConnection, requestVerification, updateConnection } from "../connections/connections.ts";
import { verifyConnection } from "../connections/verify-connection.ts";
import type { JobRun } from "../context.ts";
import { type Customer, jobRun, makeCustomer } from "../emulated-customer-fixture.ts";
import { discoverOrganization } from "./discover-organization.ts";
import { getOrganization, listOrganizationAccounts, selectOrganizationAccounts } from "./organizations.ts";
import { verifyMembers } from "./verify-members.ts";

/** The small world's accounts, and one more. */
export const IDS = {
  management: SMALL_WORLD.managementAccountId,
  production: SMALL_WORLD.memberAccountId,
  suspended: SMALL_WORLD.suspendedAccountId,
  staging: "200000000004",
} as const;

export type OrganizationCustomer = Customer & {
  connectionId: string;
  externalId: string;
  /** Runs the jobs as the worker does. */
  discover: (run?: Partial<JobRun>) => Promise<void>;
  verify: (run?: Partial<JobRun>) => Promise<void>;
  /** Puts the role into accounts, as a StackSet does. */
  installRoles: (...awsAccountIds: string[]) => void;
  change: (awsAccountId: string, change: (account: EmulatedAccount) => void) => void;
  addAccount: (given: { awsAccountId: string; name: string; organizationalUnits: string[] }) => void;
  removeAccount: (awsAccountId: string) => void;
  /** The id of the unit of this name, or of the root. */
  unitId: (name: string) => Promise<string>;
  select: (selection: { units?: string[]; accountIds?: string[]; leftOutAccountIds?: string[] }) => Promise<void>;
  members: () => Promise<Record<string, OrganizationAccount>>;
  memberOf: (awsAccountId: string) => Promise<OrganizationAccount>;
};

/** A customer whose organisation is connected at its management account, and about to be read for the first time. */
export async function connectOrganization(
  given: Parameters<typeof makeCustomer>[0] = {},
): Promise<OrganizationCustomer> {
  const customer = await makeCustomer(given);
  const { ctx, deps, emulator, tenantId } = customer;
  const addAccount: OrganizationCustomer["addAccount"] = (account) =>
    void emulator.mutate(() => emulator.state().accounts.set(account.awsAccountId, accountOf(account)));
  addAccount({ awsAccountId: IDS.staging, name: "staging", organizationalUnits: ["Workloads", "Staging"] });

  const { id, externalId } = await createConnection(ctx, { name: "Acme", kind: "organization", partition: "aws" });
  const installRoles = (...awsAccountIds: string[]) =>
    void emulator.mutate(() => emulator.installReaderRoles({ externalId, awsAccountIds }));
  installRoles(IDS.management);
  const roleArn = `arn:aws:iam::${IDS.management}:role/RolecallReadOnly`;
  await updateConnection(ctx, { id, roleArn });
  await requestVerification(ctx, { id });
  const job = deps.jobs.enqueued.findLast(({ name }) => name === "verify-connection");
  await verifyConnection.handle(deps, verifyConnection.job.payload.parse(job?.payload), jobRun());

  const payload = { tenantId, connectionId: id };
  const unitId = async (name: string) => {
    const { units } = await getOrganization(ctx, { connectionId: id });
    return units!.find((unit) => unit.name === name)!.unitId;
  };
  const members = async () => {
    const { items } = await listOrganizationAccounts(ctx, { connectionId: id, limit: 200 });
    return Object.fromEntries(items.map((member) => [member.awsAccountId, member]));
  };
  return {
    ...customer,
    connectionId: id,
    externalId,
    discover: (run) => discoverOrganization.handle(deps, payload, jobRun(run)),
    verify: (run) => verifyMembers.handle(deps, payload, jobRun(run)),
    installRoles,
    change: (awsAccountId, change) => void emulator.mutate(() => change(emulator.state().accounts.get(awsAccountId)!)),
    addAccount,
    removeAccount: (awsAccountId) => void emulator.mutate(() => emulator.state().accounts.delete(awsAccountId)),
    unitId,
    select: async ({ units = [], accountIds = [], leftOutAccountIds = [] }) => {
      const unitIds = await Promise.all(units.map(unitId));
      await selectOrganizationAccounts(ctx, { connectionId: id, unitIds, accountIds, leftOutAccountIds });
    },
    members,
    memberOf: async (awsAccountId) => (await members())[awsAccountId]!,
  };
}

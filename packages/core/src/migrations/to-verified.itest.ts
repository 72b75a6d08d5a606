import { modelsOf } from "@rolecall/db/testing";
import { type MigrationDetail, MS_PER_DAY } from "@rolecall/domain";
import { expect, it } from "vitest";
import { AWS_ACCOUNT_ID, type Connected, connectCustomer, NOW } from "../emulated-customer-fixture.ts";
import { queueScheduledScan } from "../scans/scan-schedule.ts";
import { customerTerminal } from "./customer-terminal-fixture.ts";
import { verifyEvidence } from "./evidence/verify-evidence.ts";
import { getMigrationCertificate } from "./evidence/write-evidence.ts";
import { getMigration } from "./get-migration.ts";
import { getReplacement } from "./get-replacement.ts";
import { planMigration } from "./plan-migration.ts";

const USER = "ci-deploy";
const ROLE = "gitlab-deploy";
const DAY_HOURS = 24;
/** AWS makes a new credential report four hours after the last one. */
const REPORT_HOURS = 5;
/** Rolecall watches the key for so long before anything is decided, so that its rhythm is known. */
const WATCHED_DAYS = 20;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Scans day by day until a stage is reached. */
async function scanUntil(customer: Connected, wanted: MigrationDetail["stage"], see: () => Promise<MigrationDetail>) {
  for (let days = 0; days < 40 && (await see()).stage !== wanted; days++) {
    customer.later(DAY_HOURS);
    await customer.scan();
  }
  return (await see()).stage;
}

/** The pipeline signs in by the role from now on: AWS tells of the role's use, and of none of the key. */
function switchOver({ later, emulator }: Connected): void {
  const now = emulator.now();
  later(0, (account) => {
    for (const key of account.users.get(USER)!.accessKeys) {
      key.usage = key.usage.map((pattern) => ({ ...pattern, until: now }));
    }
    const services = [{ service: "s3", region: "eu-west-1" }];
    account.roles.get(ROLE)!.usage = [{ firstAt: now, until: null, everyHours: 24, jitterSeed: 1, services }];
  });
}

it("a user is planned, replaced, watched and deleted by the commands that it was given, until it is verified", {
  timeout: 180_000,
}, async () => {
  const customer = await connectCustomer();
  const { ctx, later, scan, emulator } = customer;
  const terminal = customerTerminal(emulator);
  const scanSlowly = async () =>
    customer.run(await queueScheduledScan(ctx, { accountId: customer.accountId, kind: "slow_lane" }));
  await scan();
  await scanSlowly();
  const userId = await ctx.db.inTenant(customer.tenantId, async (tx) => {
    const user = await modelsOf(tx).iamUser.findFirstOrThrow({ where: { userName: USER } });
    return user.id;
  });
  const see = () => getMigration(ctx, { id: userId });
  const runNext = async () => terminal((await getReplacement(ctx, { userId })).next!.commands.join("\n"));
  for (let days = 0; days < WATCHED_DAYS; days++) {
    later(DAY_HOURS);
    await scan();
  }
  expect((await see()).stage).toBe("identified");

  const roleArn = `arn:aws:iam::${AWS_ACCOUNT_ID}:role/${ROLE}`;
  await planMigration(ctx, {
    ...{ userId, target: "gitlab_oidc", reason: "A pipeline deploys with it.", owner: "platform" },
    ...{ dueOn: new Date(NOW.getTime() + 90 * MS_PER_DAY).toISOString().slice(0, 10), replacementRoleArn: roleArn },
    values: { GROUP: "fernhill", PROJECT: "web", BRANCH: "main" },
  });
  const { trustPolicy, permissions } = await getReplacement(ctx, { userId });
  await terminal(
    [
      `aws iam create-role --role-name ${ROLE} --assume-role-policy-document ${quoted(JSON.stringify(trustPolicy))}`,
      ...permissions.documents.map(
        ({ name, document }) =>
          `aws iam put-role-policy --role-name ${ROLE} --policy-name ${name} --policy-document ${quoted(JSON.stringify(document))}`,
      ),
    ].join("\n"),
  );
  later(1);
  await scan();
  expect((await see()).stage).toBe("role_ready");

  switchOver(customer);
  expect(await scanUntil(customer, "adopted", see)).toBe("adopted");
  // AWS does not tell when a service password was used last: whoever owns it turns it off first.
  const other = customer.account().users.get(USER)!.serviceSpecificCredentials[0]!.serviceSpecificCredentialId;
  await terminal(
    `aws iam update-service-specific-credential --user-name ${USER} --service-specific-credential-id ${other} --status Inactive`,
  );
  expect(await scanUntil(customer, "quiet", see)).toBe("quiet");

  await runNext();
  later(REPORT_HOURS);
  await scan();
  expect((await see()).stage).toBe("deactivated");
  await runNext();
  later(REPORT_HOURS);
  await scan();
  // SSH keys are read about once a week.
  await scanSlowly();
  later(2);
  await scan();
  later(2);
  await scan();
  expect((await see()).stage).toBe("deleted");
  await runNext();
  expect(customer.account().users.has(USER)).toBe(false);
  later(REPORT_HOURS);
  await scan();
  expect((await see()).stage).toBe("removed");
  expect(await getMigrationCertificate(ctx, { userId })).toBeNull();
  later(31 * DAY_HOURS);
  await scan();

  const { stage, evidence, waitsFor } = await see();
  expect({ stage, waitsFor }).toEqual({ stage: "verified", waitsFor: null });
  expect(new Set(evidence.map((proof) => proof.stage)).size).toBe(8);
  expect(await getMigrationCertificate(ctx, { userId })).toMatchObject({
    ...{ userName: USER, outcome: "moved", replacementRoleArn: roleArn },
    removed: expect.arrayContaining([expect.objectContaining({ kind: "access_key" })]),
  });
  expect((await verifyEvidence(ctx, null)).problems).toEqual([]);
});

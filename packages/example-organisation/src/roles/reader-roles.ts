import type { WorldState } from "@rolecall/aws-emulator";
import { monthDay } from "../clockwork/calendar.ts";
import { ACCOUNT_NAMES, ACCOUNTS, type AccountName } from "../story/accounts.ts";
import { Role } from "../story/roles.ts";

/** Who reads the accounts, and how it is let in. */
export type Reader = {
  vendor: Pick<WorldState["vendor"], "awsAccountId" | "roleName">;
  /** The IAM actions that its roles allow. */
  actions: readonly string[];
  externalIdOf: (awsAccountId: string) => string;
};

const CONNECTED_BEFORE_DAYS = 3;

/** The day on which an account's reader role was installed: before the story begins, or with its joining. */
const installedDay = (account: AccountName): number =>
  ACCOUNTS[account].joinsMonth === 0 ? -CONNECTED_BEFORE_DAYS : monthDay(ACCOUNTS[account].joinsMonth);

/** The roles through which Rolecall reads: one in each connected account. */
export const readerRoles = (reader: Reader): Role[] =>
  ACCOUNT_NAMES.filter((account) => ACCOUNTS[account].connected).map((account) => readerRole(reader, account));

function readerRole({ vendor, actions, externalIdOf }: Reader, account: AccountName): Role {
  const { awsAccountId, readerLacks } = ACCOUNTS[account];
  const createdDay = installedDay(account);
  return Role.parse({
    account,
    roleName: "RolecallReadOnly",
    createdDay,
    description: "Read-only access for Rolecall: users, keys and roles, nothing else",
    trust: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${vendor.awsAccountId}:root` },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": externalIdOf(awsAccountId) },
          ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${vendor.awsAccountId}:role/${vendor.roleName}` },
        },
      },
    ],
    inline: [{ name: "RolecallReadOnly", actions: actions.filter((action) => !readerLacks.includes(action)) }],
    origin: "rolecall",
    rhythm: { everyHours: 24, services: "auditor" },
    uses: [{ fromDay: createdDay + 1 }],
  });
}

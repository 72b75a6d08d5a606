import { expect } from "@playwright/test";
import { instance } from "./instance.ts";

/** The small world's organisation: who manages it, and which of its accounts is suspended. */
export const MANAGEMENT_ACCOUNT_ID = "200000000001";

type RoleInstallation = { externalId: string; awsAccountIds: readonly string[]; actions?: readonly string[] };

/** Does a StackSet's work: makes the role in these accounts, or changes it. */
export async function installRoles(installation: RoleInstallation): Promise<void> {
  const answer = await fetch(new URL("/_emulator/reader-roles", instance.aws.endpointUrl), {
    method: "POST",
    body: JSON.stringify({ roleName: "RolecallReadOnly", ...installation }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ awsAccountIds: installation.awsAccountIds });
}

export const MANAGEMENT_ROLE_ARN = `arn:aws:iam::${MANAGEMENT_ACCOUNT_ID}:role/RolecallReadOnly`;

import { type ConnectionCheck, type PermissionPack, verdictOf } from "@rolecall/domain";
import { CONNECTION_ID, type Emulated, EXTERNAL_ID, ROLE_ARN } from "../testing/emulated-account.ts";

type Given = {
  packs?: readonly PermissionPack[];
  roleArn?: string;
  externalId?: string;
  signal?: AbortSignal;
  onCheck?: (check: ConnectionCheck) => void;
};

/** Runs the checks of the small account's role. */
export async function verify({ reader }: Emulated, given: Given = {}) {
  const changes: ConnectionCheck[] = [];
  const checks = await reader.verifyConnection({
    roleArn: ROLE_ARN,
    externalId: EXTERNAL_ID,
    connectionId: CONNECTION_ID,
    ...given,
    onCheck: (check) => {
      changes.push(check);
      given.onCheck?.(check);
    },
  });
  const check = (name: string) => checks.find((candidate) => candidate.name === name);
  return { checks, changes, check, verdict: verdictOf(checks) };
}

export type Condition = Record<string, Record<string, string>>;

/** Replaces the trust policy's conditions, as a customer does who edits the role. */
export function setTrust({ emulator, account }: Emulated, condition: Condition | null): void {
  emulator.mutate(() => {
    const role = account().roles.get("rolecallreadonly");
    if (!role) throw new Error("The world has no reader's role");
    const trust = JSON.parse(role.trustPolicy);
    trust.Statement[0].Condition = condition ?? undefined;
    role.trustPolicy = JSON.stringify(trust);
  });
}

/** Denies the role an action. */
export function deny({ emulator, account }: Emulated, action: string): void {
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: action, Resource: "*" }],
  });
  emulator.mutate(() => account().roles.get("rolecallreadonly")?.inlinePolicies.push({ name: "deny", document }));
}

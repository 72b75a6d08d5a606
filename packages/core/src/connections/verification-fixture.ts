import { DEFAULT_VENDOR } from "@rolecall/aws-emulator";
import type { ConnectionCheck } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { AWS_ACCOUNT_ID, type Customer, installRole, jobRun, ROLE_ARN } from "../emulated-customer-fixture.ts";
import { listAccounts, listScans } from "../scans/request-scan.ts";
import { createConnection, getConnection, requestVerification, updateConnection } from "./connections.ts";
import { verifyConnection } from "./verify-connection.ts";

export const NEW = { name: "Production", kind: "account", partition: "aws" } as const;

/** A connection whose role is told, and installed as its template would do it. */
export async function prepare(customer: Customer, roleArn: string = ROLE_ARN) {
  const connection = await createConnection(customer.ctx, NEW);
  installRole(customer, connection.externalId);
  return updateConnection(customer.ctx, { id: connection.id, roleArn });
}

/** Asks for the checks and runs the job that this enqueued. `onChecks`: what the connection shows after each. */
export async function verify(
  { ctx, deps }: Customer,
  connectionId: string,
  onChecks: (checks: ConnectionCheck[]) => void = () => undefined,
) {
  await requestVerification(ctx, { id: connectionId });
  const job = deps.jobs.enqueued.findLast(({ name }) => name === "verify-connection");
  const payload = verifyConnection.job.payload.parse(job?.payload);
  const shownChecks: typeof deps.aws.verifyConnection = ({ onCheck, ...input }) =>
    deps.aws.verifyConnection({
      ...input,
      onCheck: async (check) => {
        await onCheck(check);
        onChecks((await getConnection(ctx, { id: connectionId })).checks);
      },
    });
  await verifyConnection.handle({ ...deps, aws: { ...deps.aws, verifyConnection: shownChecks } }, payload, jobRun());
  return { payload, connection: await getConnection(ctx, { id: connectionId }) };
}

/** Changes the condition of the reader role's trust policy, as a customer does who edits it. */
export function setCondition(
  { emulator, account }: Customer,
  condition: Record<string, Record<string, string>> | null,
): void {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${DEFAULT_VENDOR.awsAccountId}:root` },
    Action: "sts:AssumeRole",
    ...(condition ? { Condition: condition } : {}),
  };
  emulator.mutate(() => {
    account().roles.get("rolecallreadonly")!.trustPolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [statement],
    });
  });
}

export const deny = ({ emulator, account }: Customer, action: string): void => {
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: action, Resource: "*" }],
  });
  emulator.mutate(() => account().roles.get("rolecallreadonly")!.inlinePolicies.push({ name: "deny", document }));
};

export const checkOf = (checks: readonly ConnectionCheck[], name: string) =>
  checks.find((check) => check.name === name);
export const scansOf = async (ctx: Ctx) => (await listScans(ctx, { awsAccountId: AWS_ACCOUNT_ID, limit: 50 })).items;
export const accountsOf = async (ctx: Ctx) => (await listAccounts(ctx, { limit: 50 })).items;

import { startEmulator, type World } from "@rolecall/aws-emulator";
import type { Variables } from "./child-environment.ts";

/** The instance that the demo is loaded into. */
export type DemoTarget = {
  url: string;
  /** Connection string of the owner of the database. */
  ownerUrl: string;
  /** The worker's environment, for a process that runs beside it. */
  environment: Variables;
};

/** The example organisation: an AWS of its own, and the data that makes the console worth looking at. */
export type Demo = {
  /** Points the AWS SDK of the worker at the stand-in, with credentials that only it knows. */
  env: Variables;
  /** How to sign in, in one line. */
  signIn: string;
  /** Called once the console is up: makes the example tenant, if it was not made on an earlier start. */
  load: (target: DemoTarget, say: (line: string) => void) => Promise<void>;
  stop: () => Promise<void>;
};

/** The account and role that the customers of the example trust: this installation's own. */
const VENDOR = {
  awsAccountId: "210987654321",
  roleName: "rolecall-worker",
  accessKeyId: "AKIAROLECALLEXAMPLE1",
  secretAccessKey: "example-secret-of-the-local-emulator",
};

const world: World = {
  initial: () => ({
    organizationId: "o-example0000",
    managementAccountId: VENDOR.awsAccountId,
    vendor: VENDOR,
    accounts: new Map(),
  }),
  events: [],
};

/** Starts the stand-in for AWS. It listens on 127.0.0.1 only. */
export async function startDemo(_options: { homeDir: string }): Promise<Demo> {
  const emulator = await startEmulator({ world });
  return {
    env: awsEnvironment(emulator.url),
    signIn: "Make the first sign-in with: npm run admin -- tenant create --name Acme --email owner@acme.test",
    load: async () => {},
    stop: () => emulator.close(),
  };
}

function awsEnvironment(url: string): Variables {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: VENDOR.accessKeyId,
    AWS_SECRET_ACCESS_KEY: VENDOR.secretAccessKey,
    ROLECALL_PRINCIPAL_ARN: `arn:aws:iam::${VENDOR.awsAccountId}:role/${VENDOR.roleName}`,
  };
}

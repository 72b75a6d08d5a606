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

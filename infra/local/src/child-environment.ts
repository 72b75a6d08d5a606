import type { Settings } from "./env.ts";
import type { Secrets } from "./secrets.ts";

export type Variables = Readonly<Record<string, string | undefined>>;

/** For `spawn`. The product's processes always run as in production, whatever the user's shell says. */
export function forProcess(variables: Variables): NodeJS.ProcessEnv {
  return { ...variables, NODE_ENV: "production" };
}

/** Connection strings of the database roles, as the migration returns them. */
export type DatabaseUrls = { app: string; system: string; auth: string; queue: string };

/** What every part of an instance shares; values that the user set win, but for what must fit together. */
export function sharedEnvironment(
  settings: Settings,
  secrets: Secrets,
  urls: DatabaseUrls,
  publicUrl: string,
): Variables {
  const { inherited } = settings;
  const address = inherited.ROLECALL_PUBLIC_URL ?? inherited.NEXTAUTH_URL ?? publicUrl;
  return {
    ...inherited,
    ROLECALL_HOME: settings.homeDir,
    DATABASE_URL: urls.app,
    SYSTEM_DATABASE_URL: urls.system,
    AUTH_DATABASE_URL: urls.auth,
    QUEUE_DATABASE_URL: urls.queue,
    NEXTAUTH_URL: address,
    ROLECALL_PUBLIC_URL: address,
    NEXTAUTH_SECRET: inherited.NEXTAUTH_SECRET ?? secrets.sessionSecret,
    UNSUBSCRIBE_SECRET: inherited.UNSUBSCRIBE_SECRET ?? secrets.unsubscribeSecret,
  };
}

const withoutAws = (variables: Variables): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("AWS_")));

/** The web process holds no permission in AWS. */
export function webEnvironment(shared: Variables, aws: Variables): Variables {
  return { ...withoutAws(shared), ...withoutAws(aws), NEXT_TELEMETRY_DISABLED: "1" };
}

/** With a stand-in for AWS, no credential and no profile of the user's reaches the worker. */
export function workerEnvironment(shared: Variables, aws: Variables): Variables {
  return Object.keys(aws).length === 0 ? shared : { ...withoutAws(shared), ...aws };
}

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

/** The processes of an instance. `build` makes the console, `example` replays the example organisation. */
type ProcessName = "web" | "worker" | "admin" | "example" | "build";

const EVERYBODY = ["web", "worker", "admin", "example"] as const;
/** Who needs which of the product's own variables. The process that faces the internet has no mail server, no AWS and no sweep. */
const NEEDED_BY: Readonly<Record<string, readonly ProcessName[]>> = {
  ROLECALL_HOME: ["worker", "admin", "example"],
  DATABASE_URL: EVERYBODY,
  SYSTEM_DATABASE_URL: ["worker", "admin", "example"],
  AUTH_DATABASE_URL: ["web", "admin", "example"],
  QUEUE_DATABASE_URL: EVERYBODY,
  REDIS_URL: EVERYBODY,
  NEXTAUTH_URL: ["web"],
  NEXTAUTH_SECRET: ["web"],
  UNSUBSCRIBE_SECRET: EVERYBODY,
  ROLECALL_PUBLIC_URL: EVERYBODY,
  ROLECALL_PRINCIPAL_ARN: EVERYBODY,
  ROLECALL_TEMPLATE_URL: EVERYBODY,
  ROLECALL_SIGN_UP: ["web"],
  ROLECALL_TRUSTED_PROXIES: ["web"],
  SMTP_URL: ["worker"],
  MAIL_FROM: ["worker"],
  CALLS_PER_SECOND: ["worker", "example"],
  LOG_LEVEL: EVERYBODY,
};

/** What the machine says to every program: where things are, how to speak, how to reach others. */
const OF_THE_MACHINE =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_.+|TZ|TERM|TMPDIR|TEMP|TMP|CI|NO_COLOR|FORCE_COLOR|LD_LIBRARY_PATH|SystemRoot|NODE_.+|NEXT_.+|OTEL_.+|SSL_CERT_.+|PGSSL.+|(HTTPS?|NO|ALL)_PROXY)$/i;

const OF_AWS = /^AWS_/;
const READS_AWS: readonly ProcessName[] = ["worker", "example"];

/** What a process needs and no more: neither the other variables of the product nor what else stands in the user's shell. */
function neededBy(process: ProcessName, variables: Variables): Variables {
  const isNeeded = (name: string): boolean =>
    NEEDED_BY[name]?.includes(process) ?? (OF_AWS.test(name) ? READS_AWS.includes(process) : OF_THE_MACHINE.test(name));
  return Object.fromEntries(Object.entries(variables).filter(([name]) => isNeeded(name)));
}

const withoutAws = (variables: Variables): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !OF_AWS.test(name)));

/** With a stand-in for AWS, no credential and no profile of the user's reaches whoever reads it. */
const withAws = (shared: Variables, aws: Variables): Variables =>
  Object.keys(aws).length === 0 ? shared : { ...withoutAws(shared), ...aws };

/** The web process holds no permission in AWS. */
export const webEnvironment = (shared: Variables, aws: Variables): Variables => ({
  ...neededBy("web", { ...shared, ...aws }),
  NEXT_TELEMETRY_DISABLED: "1",
});

/** Nothing of an installation goes into the console's build. */
export const buildEnvironment = (variables: Variables): Variables => ({
  ...neededBy("build", variables),
  NEXT_TELEMETRY_DISABLED: "1",
});

export const workerEnvironment = (shared: Variables, aws: Variables): Variables =>
  neededBy("worker", withAws(shared, aws));

/** The replay does what web, worker and operator do, and sends no mail. */
export const exampleEnvironment = (shared: Variables, aws: Variables): Variables =>
  neededBy("example", withAws(shared, aws));

export const adminEnvironment = (shared: Variables): Variables => neededBy("admin", shared);

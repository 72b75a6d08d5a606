import { StrongSecret } from "@rolecall/domain";
import { createEnv } from "@t3-oss/env-core";
import { z } from "zod";
import { TrustedProxies } from "./trusted-proxies.ts";

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

function readEnv() {
  return createEnv({
    server: {
      DATABASE_URL: postgresUrl.describe("role rolecall_app: bound by row-level security"),
      AUTH_DATABASE_URL: postgresUrl.describe("role rolecall_auth: people, sessions and API tokens"),
      QUEUE_DATABASE_URL: postgresUrl.describe("job queue, unless REDIS_URL is set"),
      REDIS_URL: z
        .string()
        .regex(/^rediss?(-cluster)?:\/\//, "redis://, rediss://, redis-cluster:// or rediss-cluster://")
        .optional(),
      NEXTAUTH_SECRET: StrongSecret.describe("signs and encrypts the session cookie"),
      NEXTAUTH_URL: z.url().describe("address under which browsers reach the console"),
      ROLECALL_PUBLIC_URL: z.url().describe("address in mails and links"),
      ROLECALL_SIGN_UP: z
        .enum(["on", "off"])
        .default("off")
        .describe("whether visitors may have a link mailed by which they make an account and an organisation"),
      ROLECALL_TRUSTED_PROXIES: z
        .string()
        .default("")
        .pipe(TrustedProxies)
        .describe("addresses and networks of the proxies before the console, whose X-Forwarded-For counts"),
      ROLECALL_PRINCIPAL_ARN: z.string().optional().describe("the role that customers trust"),
      ROLECALL_TEMPLATE_URL: z.url().optional().describe("S3 address of the published CloudFormation template"),
      OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe("where spans and metrics go; unset: nowhere"),
      UNSUBSCRIBE_SECRET: StrongSecret.describe("signs the unsubscribe links of reports"),
    },
    // biome-ignore lint/style/noProcessEnv: this module is the one reader of the environment here
    runtimeEnv: process.env,
    emptyStringAsUndefined: true,
  });
}

let cached: ReturnType<typeof readEnv> | undefined;

/**
 * The settings of this process, read once at the first request: `next build` loads every module without any of them.
 *
 * @throws Error naming each variable that is missing or malformed.
 */
export function env(): ReturnType<typeof readEnv> {
  cached ??= readEnv();
  return cached;
}

/** Whether browsers reach the console by https: then cookies are `Secure` and answers carry HSTS. */
export function isHttps(): boolean {
  return env().NEXTAUTH_URL.startsWith("https://");
}

/** Whether visitors may ask for an account. */
export const isSignUpOn = (): boolean => env().ROLECALL_SIGN_UP === "on";

/** Whether this is `next dev`. */
export function isDevelopment(): boolean {
  // biome-ignore lint/style/noProcessEnv: this module is the one reader of the environment here
  return process.env.NODE_ENV === "development";
}

/** How much is logged. It is read apart from the other settings, so that a missing one of those can be logged. */
export function logLevel(): "debug" | "info" | "warn" | "error" {
  // biome-ignore lint/style/noProcessEnv: this module is the one reader of the environment here
  return z.enum(["debug", "info", "warn", "error"]).catch("info").parse(process.env.LOG_LEVEL);
}

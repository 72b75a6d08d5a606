import { StrongSecret } from "@rolecall/domain";
import { createEnv } from "@t3-oss/env-core";
import { z } from "zod";

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

/** The only reader of the worker's environment. Missing or malformed: the process does not start. The AWS SDK reads its own variables. */
export const env = createEnv({
  server: {
    DATABASE_URL: postgresUrl.describe("role rolecall_app"),
    SYSTEM_DATABASE_URL: postgresUrl.describe("role rolecall_system"),
    AUTH_DATABASE_URL: postgresUrl.optional().describe("role rolecall_auth; only `admin` needs it"),
    QUEUE_DATABASE_URL: postgresUrl.describe("role rolecall_queue"),
    REDIS_URL: z.string().optional().describe("the queue on Redis or Valkey instead of Postgres"),
    SMTP_URL: z
      .url({ protocol: /^smtps?$/ })
      .optional()
      .describe(
        "mail server, with STARTTLS unless it says ?starttls=off; without one, mails wait in the console's outbox",
      ),
    MAIL_FROM: z.string().default("Rolecall <rolecall@localhost>"),
    ROLECALL_PUBLIC_URL: z.url().default("http://localhost:3000"),
    ROLECALL_PRINCIPAL_ARN: z.string().optional().describe("the role that customers trust; default: the worker's own"),
    ROLECALL_TEMPLATE_URL: z.url().optional().describe("the published CloudFormation template, in S3"),
    UNSUBSCRIBE_SECRET: StrongSecret.describe("signs the links of mails"),
    AWS_REGION: z.string().default("us-east-1"),
    CALLS_PER_SECOND: z
      .union([z.literal("unpaced"), z.coerce.number().positive()])
      .optional()
      .describe("ceiling of calls per second on one AWS account; unpaced: none, for accounts without a customer"),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url()
      .optional()
      .describe("where spans and metrics go, by OTLP over HTTP; unset: nowhere"),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  },
  // biome-ignore lint/style/noProcessEnv: this module is the one reader of the environment here
  runtimeEnv: process.env,
  emptyStringAsUndefined: true,
});

import { createAwsReader } from "@rolecall/aws";
import type { WorkerDeps } from "@rolecall/core";
import { createDb } from "@rolecall/db";
import { createProducer } from "@rolecall/jobs";
import { createMailer, renderSummary } from "@rolecall/reports";
import pino from "pino";
import { v7 as uuidv7 } from "uuid";
import { env } from "./env.ts";

export const queueUrl = env.REDIS_URL ?? env.QUEUE_DATABASE_URL;

export const log = pino({
  level: env.LOG_LEVEL,
  base: { app: "worker" },
  // Whatever is logged by mistake, credentials are not among it.
  redact: ["*.secretAccessKey", "*.SecretAccessKey", "*.sessionToken", "*.SessionToken", "*.password", "*.token"],
});

/**
 * Builds what the use cases need. The one place that knows the packages behind the worker's ports.
 *
 * @param options.now the clock; a replay of history injects its own instants.
 * @param options.isReplay whether this process replays a history.
 */
export function createWorkerContext(
  options: { now?: () => Date; isReplay?: boolean } = {},
): WorkerDeps & { close: () => Promise<void> } {
  const now = options.now ?? (() => new Date());
  const db = createDb({
    appUrl: env.DATABASE_URL,
    systemUrl: env.SYSTEM_DATABASE_URL,
    ...(env.AUTH_DATABASE_URL ? { authUrl: env.AUTH_DATABASE_URL } : {}),
    isReplay: options.isReplay ?? false,
  });
  const jobs = createProducer(queueUrl, {
    onError: (error) => log.warn({ error: error.message }, "queue connection lost"),
  });
  const aws = createAwsReader({
    region: env.AWS_REGION,
    now,
    ...(env.CALLS_PER_SECOND === "unpaced" ? { isUnpaced: true } : { ceilingCallsPerSecond: env.CALLS_PER_SECOND }),
    log: (event) => log.debug(event, "aws call"),
  });
  const mail = env.SMTP_URL ? createMailer({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }) : null;
  return {
    db,
    jobs,
    aws,
    mail,
    renderSummary,
    log,
    now,
    newId: uuidv7,
    settings: {
      publicUrl: env.ROLECALL_PUBLIC_URL.replace(/\/$/, ""),
      principalArn: env.ROLECALL_PRINCIPAL_ARN ?? null,
      templateUrl: env.ROLECALL_TEMPLATE_URL ?? null,
      unsubscribeSecret: env.UNSUBSCRIBE_SECRET,
    },
    close: async () => {
      aws.close();
      mail?.close();
      await Promise.all([jobs.close(), db.close()]);
    },
  };
}
